"""Frames on a plain pipe, as src/bench/frames.ts has them: u32 length, 16-byte mark, u32 sequence, JSON."""

import json
import os
import struct

COMMANDS, REPLIES = 3, 4
HEADER = struct.Struct(">I16sI")

# Captured before measured code is loaded.
_read, _write, _loads, _dumps = os.read, os.write, json.loads, json.dumps


def _exactly(size):
    parts = []
    while size > 0:
        part = _read(COMMANDS, min(size, 65536))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def commands():
    """Commands as they come, until the host has closed its end."""
    while True:
        header = _exactly(HEADER.size)
        body = header and _exactly(HEADER.unpack(header)[0])
        if not body:
            return
        yield _loads(body)


class Replies:
    def __init__(self, nonce):
        self._nonce = nonce
        self._sequence = 0

    def send(self, message):
        # Not as escapes: they would make six bytes of a letter, and a frame has room for a mebibyte.
        body = _dumps(message, ensure_ascii=False).encode("utf8", "replace")
        frame = HEADER.pack(len(body), self._nonce, self._sequence) + body
        self._sequence += 1
        while frame:
            frame = frame[_write(REPLIES, frame) :]
