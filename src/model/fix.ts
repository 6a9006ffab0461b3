import type { Span } from './span.ts';

/** `span` is replaced by `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Edits of one file, in ascending order and without overlap; or a new file. */
export type FileEdit =
  | { readonly kind: 'edit'; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'create'; readonly path: string; readonly text: string };

/**
 * A cure for one finding. `safe` keeps results, order, rejections and comments; `suggestion` says in `changes` what differs.
 */
export interface Fix {
  /** The remedy's name, e.g. `limit-concurrency`; stable, used by `unblock fix --fix ID`. */
  readonly id: string;
  readonly title: string;
  readonly safety: 'safe' | 'suggestion';
  /** What a person should know before taking it; empty for a safe fix that needs nothing. */
  readonly changes: string;
  /** npm packages the new code imports; whether they are installed is for the host to find out. */
  readonly packages: readonly string[];
  readonly edits: readonly FileEdit[];
}

/** Why a remedy is not offered here, in words for the hover: fact and way out. */
export interface Obstacle {
  readonly id: string;
  readonly reason: string;
  /** Where the remedy threw, when that is the reason. */
  readonly fault?: string;
}

export interface Remedies {
  /** Safe ones first. */
  readonly fixes: readonly Fix[];
  readonly obstacles: readonly Obstacle[];
}

/** `text` with the edits applied. Edits must be ascending and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let last = 0;
  for (const { span, text: replacement } of edits) {
    result += text.slice(last, span.start) + replacement;
    last = span.end;
  }
  return result + text.slice(last);
}
