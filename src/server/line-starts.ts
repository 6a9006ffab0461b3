import { readFileSync } from 'node:fs';
import { lineStarts } from '../model/span.ts';
import { sizeLimit } from '../workspace/text-file.ts';

/** Where lines start in files that findings lead to, read when first asked for. */
export class LineStarts {
  private readonly known = new Map<string, readonly number[] | undefined>();

  /** `openText` answers with the text of a file that is open, saved or not. */
  constructor(private readonly openText: (path: string) => string | undefined) {}

  of(path: string): readonly number[] | undefined {
    const open = this.openText(path);
    if (open !== undefined) return lineStarts(open);
    if (!this.known.has(path)) this.known.set(path, read(path));
    return this.known.get(path);
  }

  forget(): void {
    this.known.clear();
  }
}

/** Synchronous, because a finding must be told together with the text it belongs to; and it is a few files only. */
function read(path: string): readonly number[] | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length > sizeLimit ? undefined : lineStarts(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
