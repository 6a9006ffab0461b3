"""Turns variants into something that can be timed: built-in scenarios, or functions of a measured file, inline or in a pool."""

import asyncio
import copy
import json
import os
import pickle
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from canonical import Incomparable, canonical, describe, whole

LIFELINE = 5
clock = time.perf_counter

# Functions by variant, known to forked processes too.
targets = {}


def watch_lifeline():
    """Ends this process when the host is gone: its pipe then closes. Nothing is ever written to it."""

    def watch():
        os.read(LIFELINE, 1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _work(name, arguments):
    before = time.process_time()
    return targets[name](*arguments), time.process_time() - before


class Pool:
    """Processes that are started once, and the processor time that they have used."""

    def __init__(self, size):
        self.seconds = 0.0
        # Forked from one thread only: the lifeline's is the sole other one, and it holds no lock.
        self._executor = ProcessPoolExecutor(size, mp_context=get_context("fork"), initializer=watch_lifeline)
        targets["ready"] = time.sleep
        self.map("ready", [(0.05,)] * size)

    def map(self, name, argument_lists):
        futures = [self._executor.submit(_work, name, each) for each in argument_lists]
        results = []
        for future in futures:
            result, seconds = future.result()
            self.seconds += seconds
            results.append(result)
        return results


class Runner:
    """A unit of work, and what came of it. `off_thread` units leave an event loop free while they run."""

    def __init__(self, unit, off_thread, fresh=None, hand_over=None, processor_seconds=lambda: 0.0):
        self.unit = unit
        self.off_thread = off_thread
        self.fresh = fresh
        self.hand_over = hand_over
        self.processor_seconds = processor_seconds

    def time(self, count):
        if self.fresh is None:
            unit = self.unit
            start = clock()
            for _ in range(count):
                unit()
            return clock() - start
        inputs = [self.fresh() for _ in range(count)]
        start = clock()
        for each in inputs:
            self.unit(each)
        return clock() - start

    def once(self):
        return self.unit() if self.fresh is None else self.unit(self.fresh())


def evaluate(given):
    """A fresh list of arguments from the text of an input, its set-up and its size."""
    parts = json.loads(given)
    names = {"n": parts["size"]}
    exec(compile(parts["setup"], "<setup>", "exec"), names)
    arguments = eval(compile(parts["input"], "<input>", "eval"), names)
    if not isinstance(arguments, (list, tuple)):
        raise ValueError("The input must be the list of arguments in square brackets, for example [1000].")
    return list(arguments)


def load_target(path, name):
    # A file may begin with a mark of its encoding.
    with open(path, encoding="utf-8-sig") as file:
        source = file.read()
    module = {"__name__": "measured", "__file__": "measured.py"}
    exec(compile(source, "measured.py", "exec"), module)
    found = module
    for part in name.split("."):
        found = found[part] if isinstance(found, dict) and part in found else getattr(found, part, None)
    if not callable(found):
        raise ValueError(f'The code has no function "{name}".')
    if asyncio.iscoroutinefunction(found):
        raise ValueError(f'"{name}" is asynchronous; only plain functions are measured in Python.')
    return found


def outcome_of(run):
    try:
        text = canonical(run())
        return {"kind": "value", **describe(text), **whole(text), "inputChanged": False, "inputDigest": ""}
    except MemoryError:
        # What a measurement may use is no result of the code.
        raise
    except Incomparable as error:
        return {"kind": "uncloneable", **describe(str(error)), "inputChanged": False, "inputDigest": ""}
    except Exception as error:
        text = f"{type(error).__name__}: {error}"[:1000]
        return {"kind": "thrown", **describe(text), "inputChanged": False, "inputDigest": ""}


class SourceRunner(Runner):
    def __init__(self, name, given, calls, pool):
        self._name, self._pool, self._calls = name, pool, calls
        self._arguments = evaluate(given)
        self._mutates = False
        self._result = None
        target = targets[name]
        if pool is None:
            super().__init__(lambda inputs: [target(*arguments) for arguments in inputs], False)
            self.fresh = self._next
        else:
            unit = lambda: pool.map(name, [self._arguments] * calls)  # noqa: E731
            super().__init__(unit, True, None, self._hand_over, lambda: pool.seconds)

    def _next(self):
        # What changes its input gets a fresh one for each call, made before the clock starts.
        return [copy.deepcopy(self._arguments) if self._mutates else self._arguments for _ in range(self._calls)]

    def _hand_over(self):
        for _ in range(self._calls):
            pickle.loads(pickle.dumps((self._arguments, self._result)))

    def outcome(self, given):
        arguments = copy.deepcopy(self._arguments) if given is None else evaluate(given)
        before = canonical(arguments)

        def run():
            if self._pool is None:
                self._result = targets[self._name](*arguments)
            else:
                self._result = self._pool.map(self._name, [arguments])[0]
            return self._result

        outcome = outcome_of(run)
        after = canonical(arguments)
        self._mutates = self._mutates or after != before
        return {**outcome, "inputChanged": after != before, "inputDigest": describe(after)["digest"]}


def _spin(steps):
    state = 1
    for _ in range(steps):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
    return state


def _wait(index, seconds):
    time.sleep(seconds)
    return index


async def _wait_all(count, seconds):
    async def wait(index):
        await asyncio.sleep(seconds)
        return index

    return await asyncio.gather(*(wait(index) for index in range(count)))


class ScenarioRunner(Runner):
    def __init__(self, scenario, variant, parameters, size):
        tasks = parameters["tasks"]
        pool = None
        if scenario == "python-waiting":
            seconds = parameters["waitMs"] / 1000
            units = {
                "sequential": lambda: [_wait(index, seconds) for index in range(tasks)],
                "threads": self._in_threads(tasks, lambda index: _wait(index, seconds)),
                "asyncio": lambda: asyncio.run(_wait_all(tasks, seconds)),
            }
        else:
            steps = parameters["thousandSteps"] * 1000
            targets["spin"] = _spin
            pool = Pool(size) if variant == "processes" else None
            units = {
                "sequential": lambda: [_spin(steps) for _ in range(tasks)],
                "threads": self._in_threads(size, lambda _: _spin(steps), tasks),
                "processes": lambda: pool.map("spin", [(steps,)] * tasks),
            }
        if variant not in units:
            raise ValueError(f'There is no scenario "{scenario}" with a variant "{variant}".')
        super().__init__(units[variant], variant != "sequential", None, None, lambda: pool.seconds if pool else 0.0)

    @staticmethod
    def _in_threads(size, work, count=None):
        executor = ThreadPoolExecutor(size)
        return lambda: list(executor.map(work, range(size if count is None else count)))

    def outcome(self, _given):
        return outcome_of(self.unit)


def open_runners(load, directory):
    runners = {}
    # Processes first: a thread of ours must not hold a lock while they are forked.
    order = sorted(load["variants"], key=lambda each: each["program"].get("variant") != "processes")
    for variant in order:
        program = variant["program"]
        if program["kind"] == "builtin":
            name, kind = program["scenario"], program["variant"]
            runners[variant["id"]] = ScenarioRunner(name, kind, load["parameters"], load["threads"])
    sources = [each for each in load["variants"] if each["program"]["kind"] == "source"]
    for variant in sources:
        path = os.path.join(directory, load["files"][variant["id"]])
        targets[variant["id"]] = load_target(path, variant["program"]["exportName"])
    pooled = any(each["program"]["runs"] == "pool" for each in sources)
    pool = Pool(load["threads"]) if pooled else None
    for variant in sources:
        own = pool if variant["program"]["runs"] == "pool" else None
        runners[variant["id"]] = SourceRunner(variant["id"], load["input"], load["calls"], own)
    return runners
