export interface Progress {
  /** Says where we are, now and then, if it takes long. */
  show(text: string): void;
  /** Removes the line, because something else is to be written, or all is done. */
  clear(): void;
}

interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const silent: Progress = { show: () => undefined, clear: () => undefined };

/** Shorter waits need no explanation. */
const patience = 300;
const interval = 100;

/** One line on `screen` that is written over and over; nothing where `screen` is no terminal. */
export function makeProgress(screen: Screen, now: () => number = () => performance.now()): Progress {
  if (screen.isTTY !== true || process.env['TERM'] === 'dumb') return silent;
  let next = now() + patience;
  let shown = false;
  return {
    show(text) {
      const time = now();
      if (time < next) return;
      next = time + interval;
      shown = true;
      // A line that wraps could not be taken back.
      screen.write(`\r\u001b[2K${text.slice(0, (screen.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) screen.write('\r\u001b[2K');
      shown = false;
    },
  };
}
