import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nextStart } from '../../../src/extension/backoff.ts';
import { type Life, type Phase, Supervisor } from '../../../src/extension/supervisor.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('waits longer after each failure, then leaves it to the person', () => {
  const failures: number[] = [];
  const delays = Array.from({ length: 6 }, (_, index) => {
    failures.push(index * 1_000);
    return nextStart(failures);
  });
  expect(delays).toEqual([500, 1_000, 2_000, 5_000, 10_000, undefined]);
});

test('failures long ago do not count', () => {
  const hour = 3_600_000;
  expect(nextStart([0, 1, 2, 3, 4, 5, hour])).toBe(500);
});

interface FakeLife extends Life {
  die(): void;
  stops: number;
}

function fakeLives(start: () => Promise<void> = () => Promise.resolve()) {
  const lives: FakeLife[] = [];
  const begin = (): Life => {
    let die = (): void => undefined;
    const ended = new Promise<void>((resolve) => (die = resolve));
    const life: FakeLife = {
      started: start(),
      ended,
      die,
      stops: 0,
      stop() {
        life.stops++;
        die();
        return Promise.resolve();
      },
    };
    lives.push(life);
    return life;
  };
  return { lives, begin };
}

test('a server that goes comes back', async () => {
  const { lives, begin } = fakeLives();
  const phases: Phase[] = [];
  const supervisor = new Supervisor(begin, (phase) => phases.push(phase));
  supervisor.start();
  await vi.advanceTimersByTimeAsync(0);
  lives[0]?.die();
  await vi.advanceTimersByTimeAsync(499);
  expect(lives).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(lives).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(phases.map(({ kind }) => kind)).toEqual(['starting', 'running', 'waiting', 'starting', 'running']);
});

test('one that cannot even start is given up after six attempts, and cleaned up each time', async () => {
  const { lives, begin } = fakeLives(() => Promise.reject(new Error('no such file')));
  const phases: Phase[] = [];
  const supervisor = new Supervisor(begin, (phase) => phases.push(phase));
  supervisor.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lives).toHaveLength(6);
  expect(lives.map(({ stops }) => stops)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(phases.at(-1)).toEqual({ kind: 'gave-up' });
  await supervisor.restart();
  expect(lives).toHaveLength(7);
  await vi.advanceTimersByTimeAsync(600);
  expect(lives).toHaveLength(8);
});

test('an end that was asked for is no failure', async () => {
  const { lives, begin } = fakeLives();
  const phases: Phase[] = [];
  const supervisor = new Supervisor(begin, (phase) => phases.push(phase));
  supervisor.start();
  await vi.advanceTimersByTimeAsync(0);
  await supervisor.restart();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lives).toHaveLength(2);
  await supervisor.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lives).toHaveLength(2);
  expect(phases.at(-1)).toEqual({ kind: 'stopped' });
});

test('nothing is started once stopped, also not what was waiting', async () => {
  const { lives, begin } = fakeLives();
  const supervisor = new Supervisor(begin, () => undefined);
  supervisor.start();
  await vi.advanceTimersByTimeAsync(0);
  lives[0]?.die();
  await vi.advanceTimersByTimeAsync(100);
  await supervisor.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lives).toHaveLength(1);
});

test('whoever needs the server waits for the next one, but not for one that never comes', async () => {
  const { lives, begin } = fakeLives();
  const supervisor = new Supervisor(begin, () => undefined);
  const first = supervisor.running();
  supervisor.start();
  expect(await first).toBe(lives[0]);
  lives[0]?.die();
  await vi.advanceTimersByTimeAsync(0);
  const next = supervisor.running();
  await vi.advanceTimersByTimeAsync(500);
  expect(await next).toBe(lives[1]);

  const broken = new Supervisor(fakeLives(() => Promise.reject(new Error('no such file'))).begin, () => undefined);
  const never = broken.running();
  broken.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await never).toBeUndefined();
  expect(await broken.running()).toBeUndefined();
});
