export interface HeartbeatOptions {
  readonly everyMs: number;
  readonly limitMs: number;
  /** Nobody waits for a server that has nothing to look at. */
  needed(): boolean;
  /** Settles when the server has answered; a rejection means that it is gone, which others notice. */
  ping(): Promise<unknown>;
  onHang(): void;
}

/** Asks the server now and then whether it is still there. Returns how to stop. */
export function startHeartbeat(options: HeartbeatOptions): () => void {
  const { everyMs, limitMs } = options;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const later = (): void => {
    if (!stopped) timer = setTimeout(beat, everyMs);
  };
  const beat = (): void => {
    if (!options.needed()) {
      later();
      return;
    }
    const asked = Date.now();
    const limit = setTimeout(() => {
      if (stopped) return;
      // Much later than set: this machine slept, and the server with it. Ask again before judging.
      if (Date.now() - asked > limitMs + everyMs) beat();
      else {
        stopped = true;
        options.onHang();
      }
    }, limitMs);
    timer = limit;
    const answered = (): void => {
      if (timer !== limit) return;
      clearTimeout(limit);
      later();
    };
    options.ping().then(answered, answered);
  };

  later();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
