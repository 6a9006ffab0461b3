"""The sandbox for Python: one repetition of a benchmark, told step by step what to do, never used twice."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import asyncio
import platform
import time

from frames import Replies, commands
from runners import clock, open_runners, watch_lifeline
from walls import open_walls

process_seconds = time.process_time


class Sandbox:
    def __init__(self, directory):
        self._directory = directory
        self._runners = {}
        self._batches = {}

    def answer(self, command):
        kind = command["type"]
        if kind == "load":
            self._runners = open_runners(command, self._directory)
            return {"type": "ready", "dropped": False}
        runner = self._runners[command["variantId"]]
        if kind == "check":
            given = command.get("input")
            first = runner.outcome(given)
            return {"type": "checked", "first": first, "second": runner.outcome(given) if command["twice"] else first}
        if kind == "warmup":
            return self._warm_up(command["variantId"], command["ms"])
        if kind == "block":
            return self._block(command["variantId"], command["ms"], command["watch"])
        if kind == "hand-over":
            return {"type": "hand-over", "ms": hand_over_ms(runner, command["ms"])}
        return {"type": "delay", **delays(watch_loop(runner, command["ms"]))}

    def _warm_up(self, name, ms):
        start = clock()
        count = 1
        while True:
            unit = self._runners[name].time(count) / count
            if (clock() - start) * 1000 >= ms:
                break
            if unit * count < 0.01:
                count = min(count * 2, 1_000_000)
        # A batch is a millisecond at least, so that reading the clock does not count.
        self._batches[name] = 1 if unit >= 0.001 else min(1_000_000, int(0.001 / max(unit, 1e-9)) + 1)
        return {"type": "warm", "unitMs": unit * 1000}

    def _block(self, name, ms, watch):
        runner, batch = self._runners[name], self._batches.get(name, 1)
        before = process_seconds() + runner.processor_seconds()
        samples = []
        gaps = []

        def run():
            total = 0.0
            while True:
                took = runner.time(batch)
                samples.append(took / batch * 1000)
                total += took
                if total * 1000 >= ms:
                    return total

        if watch:
            gaps, total = watch_loop(runner, ms, run)
        else:
            total = run()
        spent = process_seconds() + runner.processor_seconds() - before
        reply = {"type": "block", "samples": samples, "totalMs": total * 1000, "cpuMs": spent * 1000}
        return {**reply, "delay": delays((gaps, total))} if watch else reply


def watch_loop(runner, ms, run=None):
    """Distances between the turns of an asyncio loop, in seconds, while units run as a coroutine would run them."""

    def units():
        start = clock()
        while True:
            runner.once()
            if (clock() - start) * 1000 >= ms:
                return clock() - start

    async def watched():
        gaps = []
        done = False

        async def tick():
            last = clock()
            while not done:
                await asyncio.sleep(0.001)
                now = clock()
                gaps.append(now - last)
                last = now

        ticking = asyncio.ensure_future(tick())
        await asyncio.sleep(0.01)
        result = await asyncio.to_thread(run or units) if runner.off_thread else (run or units)()
        await asyncio.sleep(0.006)
        done = True
        await ticking
        return gaps, result

    return asyncio.run(watched())


def delays(watched):
    gaps = sorted(max(0.0, gap - 0.001) * 1000 for gap in watched[0]) or [0.0]
    return {"maxMs": gaps[-1], "p99Ms": gaps[min(len(gaps) - 1, int(len(gaps) * 0.99))]}


def hand_over_ms(runner, ms):
    if runner.hand_over is None:
        return 0
    start = clock()
    least = float("inf")
    while True:
        before = clock()
        runner.hand_over()
        least = min(least, clock() - before)
        if (clock() - start) * 1000 >= ms:
            return least * 1000


def main(directory):
    received = commands()
    hello = next(received)
    replies = Replies(bytes.fromhex(hello["nonce"]))
    watch_lifeline()
    walls = open_walls(hello["canaries"])
    runtime = f"Python {platform.python_version()}"
    replies.send({"type": "walls", "runtime": runtime, "permissionModel": False, "canDrop": False, "open": walls})
    sandbox = Sandbox(directory)
    for command in received:
        try:
            reply = sandbox.answer(command)
        except MemoryError:
            message = "The code needed more memory than a measurement may use. Use a smaller input."
            reply = {"type": "failed", "code": "memory-limit", "message": message}
        except BaseException as error:
            code = "load-failed" if command["type"] == "load" else "failed"
            reply = {"type": "failed", "code": code, "message": f"{type(error).__name__}: {error}"[:1000]}
        replies.send(reply)


if __name__ == "__main__":
    main(sys.argv[1])
    os._exit(0)
