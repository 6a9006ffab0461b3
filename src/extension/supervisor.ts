import { nextStart } from './backoff.ts';

/** One life of the server: from its start until it is gone. */
export interface Life {
  /** Settles when the server answers; rejects when it could not be started. */
  readonly started: Promise<void>;
  /** Settles when the server is gone, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'waiting'; readonly delayMs: number }
  | { readonly kind: 'gave-up' }
  | { readonly kind: 'stopped' };

/** Keeps a server running: one that goes is started again, ever more slowly, until a person has to decide. */
export class Supervisor<L extends Life = Life> {
  private life: L | undefined;
  private answers: L | undefined;
  private hasGivenUp = false;
  private waiting: ((life: L | undefined) => void)[] = [];
  private failures: number[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;

  constructor(
    private readonly begin: () => L,
    private readonly tell: (phase: Phase) => void,
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    this.stopped = false;
    clearTimeout(this.timer);
    this.onPhase({ kind: 'starting' });
    const life = this.begin();
    this.life = life;
    life.started.then(
      () => {
        if (this.life === life) this.onPhase({ kind: 'running' });
      },
      () => void this.fail(life),
    );
    void life.ended.then(() => this.fail(life));
  }

  /** As a person asks for it: at once, and with a clean slate. */
  async restart(): Promise<void> {
    await this.stop();
    this.failures = [];
    this.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const { life } = this;
    this.life = undefined;
    await life?.stop();
    this.onPhase({ kind: 'stopped' });
  }

  /** The server, as soon as it answers; undefined when it will not until a person starts it. */
  running(): Promise<L | undefined> {
    if (this.answers || this.hasGivenUp) return Promise.resolve(this.answers);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private onPhase(phase: Phase): void {
    this.answers = phase.kind === 'running' ? this.life : undefined;
    this.hasGivenUp = phase.kind === 'gave-up';
    this.tell(phase);
    if (this.answers || this.hasGivenUp) for (const resolve of this.waiting.splice(0)) resolve(this.answers);
  }

  private async fail(life: L): Promise<void> {
    // A failed start is noticed twice, and an end that was asked for is no failure.
    if (this.life !== life || this.stopped) return;
    this.life = undefined;
    this.failures.push(this.now());
    const delayMs = nextStart(this.failures);
    this.onPhase(delayMs === undefined ? { kind: 'gave-up' } : { kind: 'waiting', delayMs });
    if (delayMs !== undefined) this.timer = setTimeout(() => this.start(), delayMs);
    // What is left of it: the process of a server that could not be started.
    await life.stop();
  }
}
