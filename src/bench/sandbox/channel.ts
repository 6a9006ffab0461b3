// The sandbox's end of the pipes: commands come in on 3, replies go out on 4.
import { Socket } from 'node:net';
import { encodeFrame, frameReader, nonceLength } from '../frames.ts';
import type { Command, Reply } from '../messages.ts';
import { endProcess, write } from './primordials.ts';

const commandPipe = 3;
const replyPipe = 4;

export interface Channel {
  /** Marks every later reply. */
  sign(nonce: Uint8Array): void;
  reply(message: Reply): void;
}

/** Hands on commands as they come; a broken or closed pipe ends the process. */
export function openChannel(onCommand: (command: Command) => void): Channel {
  let nonce = new Uint8Array(nonceLength);
  let sequence = 0;
  // The host is trusted and its frames carry no secret mark: a measured thread might read this pipe too.
  const read = frameReader(new Uint8Array(nonceLength), (message) => onCommand(message as Command));
  const socket = new Socket({ fd: commandPipe, readable: true, writable: false });
  socket.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      endProcess();
    }
  });
  socket.on('end', endProcess).on('close', endProcess).on('error', endProcess);
  return {
    sign: (given) => {
      nonce = Uint8Array.from(given);
    },
    reply: (message) => {
      const frame = encodeFrame(message, nonce, sequence);
      sequence += 1;
      for (let sent = 0; sent < frame.length;) sent += write(replyPipe, frame, sent);
    },
  };
}
