import type { Status } from '../protocol/server.ts';

/** Remembers which document a server was looking at when it went, so that the next one does not go the same way. */
export class Quarantine {
  private readonly held = new Set<string>();
  private looking: string | undefined;

  note(status: Status): void {
    this.looking = status.state === 'busy' ? status.uri : undefined;
  }

  serverGone(): void {
    if (this.looking !== undefined) this.held.add(this.looking);
    this.looking = undefined;
  }

  release(uri: string): void {
    this.held.delete(uri);
  }

  clear(): void {
    this.held.clear();
    this.looking = undefined;
  }

  get uris(): string[] {
    return [...this.held];
  }
}
