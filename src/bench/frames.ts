// Frames on a plain pipe: u32 length, 16-byte nonce, u32 sequence, JSON. Node's own IPC channel is not used, because any
// thread of the sandbox can write to it and a forged or endless message there harms the host.

export const nonceLength = 16;
const headerLength = 4 + nonceLength + 4;

/** The most one frame may carry, and all frames of one process together. Bytes. */
export const maximumFrame = 1024 * 1024;
export const maximumTotal = 16 * 1024 * 1024;

export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameError';
  }
}

/**
 * One frame. The nonce lies outside the JSON so that a `toJSON` planted by measured code never sees it, and the header is
 * filled byte by byte so that no method that such code may have replaced is called with it.
 * @throws FrameError when the message is larger than a frame may be.
 */
export function encodeFrame(message: unknown, nonce: Uint8Array, sequence: number): Uint8Array {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  if (body.length > maximumFrame) throw new FrameError('The message is too large.');
  const frame = new Uint8Array(headerLength + body.length);
  writeU32(frame, 0, body.length);
  for (let index = 0; index < nonceLength; index++) frame[4 + index] = nonce[index] ?? 0;
  writeU32(frame, 4 + nonceLength, sequence);
  for (let index = 0; index < body.length; index++) frame[headerLength + index] = body[index] ?? 0;
  return frame;
}

/**
 * Takes chunks as they arrive and hands on whole messages, in order.
 * The returned function throws FrameError on anything that is not exactly the next frame; the stream is then worthless.
 */
export function frameReader(nonce: Uint8Array, onMessage: (message: unknown) => void): (chunk: Uint8Array) => void {
  let pending = Buffer.alloc(0);
  let total = 0;
  let sequence = 0;
  return (chunk) => {
    total += chunk.length;
    if (total > maximumTotal) throw new FrameError('More data than one run may send.');
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    while (pending.length >= headerLength) {
      const length = pending.readUInt32BE(0);
      if (length > maximumFrame) throw new FrameError('A frame is larger than allowed.');
      if (!pending.subarray(4, 4 + nonceLength).equals(nonce)) throw new FrameError('A frame has the wrong mark.');
      if (pending.readUInt32BE(4 + nonceLength) !== sequence) throw new FrameError('A frame is out of order.');
      if (pending.length < headerLength + length) return;
      const body = pending.toString('utf8', headerLength, headerLength + length);
      pending = pending.subarray(headerLength + length);
      sequence += 1;
      onMessage(parse(body));
    }
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FrameError('A frame is not JSON.');
  }
}

function writeU32(target: Uint8Array, offset: number, value: number): void {
  target[offset] = (value >>> 24) & 0xff;
  target[offset + 1] = (value >>> 16) & 0xff;
  target[offset + 2] = (value >>> 8) & 0xff;
  target[offset + 3] = value & 0xff;
}
