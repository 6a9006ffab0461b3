import { createHash } from 'node:crypto';
import type { Analysis } from '../engine/analysis.ts';
import type { Finding, Level } from '../model/finding.ts';
import type { Measured, MeasureOrigin, MeasureRequest } from '../model/measure.ts';
import { type Position, positionAt } from '../model/span.ts';
import type { Engine } from './engine.ts';

/** From here on people notice that nothing else runs. Milliseconds. */
const NOTICEABLE = 50;
/** Less than this nobody notices. Milliseconds. */
const NEGLIGIBLE = 5;

/** What was measured of the functions in open files. It is told by whoever measured, and holds while a function's text stays the same. */
export class Measurements {
  private known = new Map<string, Measured>();

  /** Replaces all that is known. */
  set(all: readonly Measured[]): void {
    this.known = new Map(all.map((each) => [keyOf(each.uri, each.functionName, each.digest), each]));
  }

  of(engine: Engine, uri: string, analysis: Analysis, finding: Finding): Measured | undefined {
    if (this.known.size === 0) return undefined;
    const target = engine.measuredFunction(analysis, finding);
    return target && this.known.get(keyOf(uri, target.name, digestOf(target.text)));
  }

  /** The finding with what was measured in it: a message with evidence, at the level that the evidence earns. */
  told(engine: Engine, uri: string, analysis: Analysis, finding: Finding): Finding {
    const measured = this.of(engine, uri, analysis, finding);
    if (!measured) return finding;
    const level = levelBy(measured, finding.level);
    return { ...finding, level, message: `${finding.message} ${measured.sentence}` };
  }
}

function levelBy({ heldUpMs }: Measured, level: Level): Level {
  if (heldUpMs >= NOTICEABLE) return 'warning';
  return heldUpMs < NEGLIGIBLE ? 'hint' : level;
}

/** The request with the place it is about, so that the answer finds its way back. */
export function withOrigin(
  engine: Engine,
  request: MeasureRequest,
  uri: string,
  analysis: Analysis,
  finding: Finding,
  starts: readonly number[],
): MeasureRequest {
  const target = request.kind === 'function' ? engine.measuredFunction(analysis, finding) : undefined;
  if (request.kind !== 'function' || !target) return request;
  return { ...request, origin: originOf(uri, target, positionAt(starts, finding.start)) };
}

/** A function in a file, and where a person is led to. */
export function originOf(
  uri: string,
  { name, text }: { readonly name: string; readonly text: string },
  { line, character }: Position,
): MeasureOrigin {
  return { uri, functionName: name, digest: digestOf(text), line, character };
}

function keyOf(uri: string, name: string, digest: string): string {
  return `${digest} ${name} ${uri}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
