import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startHeartbeat } from '../../../src/extension/heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<void>(() => undefined);

function setUp(ping: () => Promise<unknown>, needed = () => true) {
  const onHang = vi.fn();
  const asked = vi.fn(ping);
  const stop = startHeartbeat({ everyMs: 10_000, limitMs: 15_000, needed, ping: asked, onHang });
  return { onHang, asked, stop };
}

test('a server that answers is left in peace', async () => {
  const { onHang, asked } = setUp(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(100_500);
  expect(asked).toHaveBeenCalledTimes(10);
  expect(onHang).not.toHaveBeenCalled();
});

test('a server that does not answer hangs, and is reported once', async () => {
  const { onHang } = setUp(never);
  await vi.advanceTimersByTimeAsync(24_999);
  expect(onHang).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(onHang).toHaveBeenCalledTimes(1);
});

test('nobody asks while there is nothing to look at, or after the end', async () => {
  const idle = setUp(never, () => false);
  const stopped = setUp(never);
  await vi.advanceTimersByTimeAsync(12_000);
  stopped.stop();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(idle.asked).not.toHaveBeenCalled();
  expect(stopped.onHang).not.toHaveBeenCalled();
});

test('a machine that slept is no hanging server', async () => {
  const { onHang, asked } = setUp(never);
  await vi.advanceTimersByTimeAsync(10_000);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(onHang).not.toHaveBeenCalled();
  expect(asked).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(onHang).toHaveBeenCalledTimes(1);
});
