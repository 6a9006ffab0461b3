import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameError, frameReader, maximumFrame } from '../../../src/bench/frames.ts';

const nonce = new Uint8Array(16).fill(7);

function reader(): { read: (chunk: Uint8Array) => void; messages: unknown[] } {
  const messages: unknown[] = [];
  return { read: frameReader(nonce, (message) => messages.push(message)), messages };
}

describe('frames', () => {
  it('arrive whole and in order, however the pipe cuts them', () => {
    const { read, messages } = reader();
    const bytes = Buffer.concat([encodeFrame({ a: 'ä' }, nonce, 0), encodeFrame([1, 2], nonce, 1)]);
    for (const byte of bytes) read(Uint8Array.of(byte));
    expect(messages).toEqual([{ a: 'ä' }, [1, 2]]);
  });

  it.each([
    ['a wrong mark', encodeFrame({}, new Uint8Array(16).fill(8), 0), 'wrong mark'],
    ['a repeated or skipped frame', encodeFrame({}, nonce, 3), 'out of order'],
    ['garbage', Buffer.from('{"type":"ready"}\n{"type":"ready"}\n'), 'larger than allowed'],
    ['a frame over the limit', lengthOnly(maximumFrame + 1), 'larger than allowed'],
    ['something that is no JSON', frameOf('{no'), 'not JSON'],
  ])('refuse %s', (_, bytes, message) => {
    const { read, messages } = reader();
    expect(() => read(bytes)).toThrow(FrameError);
    expect(() => reader().read(bytes)).toThrow(message);
    expect(messages).toEqual([]);
  });

  it('refuse more data than one run may send', () => {
    const { read } = reader();
    const frame = (sequence: number): Uint8Array => encodeFrame('x'.repeat(maximumFrame - 10), nonce, sequence);
    expect(() => {
      for (let sequence = 0; sequence < 17; sequence++) read(frame(sequence));
    }).toThrow('More data than one run may send');
  });

  it('refuse to send what is too large', () => {
    expect(() => encodeFrame('x'.repeat(maximumFrame), nonce, 0)).toThrow(FrameError);
  });
});

function lengthOnly(length: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32BE(length, 0);
  return bytes;
}

function frameOf(body: string): Buffer {
  const bytes = Buffer.alloc(24 + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.set(nonce, 4);
  bytes.write(body, 24);
  return bytes;
}
