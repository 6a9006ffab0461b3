import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver';
import type { Finding, Level, Related } from '../model/finding.ts';
import { positionAt, type Span } from '../model/span.ts';
import type { PageOf } from './pages.ts';
import { uriOf } from './paths.ts';

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Where things stand, for the editor. */
export interface Place {
  readonly uri: string;
  readonly starts: readonly number[];
  readonly pageOf?: PageOf;
  /** Line starts of other files, where their text is at hand. */
  readonly startsOf?: (path: string) => readonly number[] | undefined;
}

export function toRange(starts: readonly number[], span: Span): Range {
  return { start: positionAt(starts, span.start), end: positionAt(starts, span.end) };
}

export function toDiagnostic(finding: Finding, place: Place): Diagnostic {
  const page = place.pageOf?.(finding.rule);
  return {
    range: toRange(place.starts, finding),
    severity: severities[finding.level],
    source: 'unblock',
    code: finding.rule,
    ...(page !== undefined && { codeDescription: { href: page } }),
    message: finding.message,
    relatedInformation: finding.related.map((step) => ({ location: locate(step, place), message: step.message })),
  };
}

function locate(step: Related, place: Place): { uri: string; range: Range } {
  if (step.path === undefined) return { uri: place.uri, range: toRange(place.starts, step) };
  const top = { line: 0, character: 0 };
  const starts = place.startsOf?.(step.path);
  return { uri: uriOf(step.path), range: starts ? toRange(starts, step) : { start: top, end: top } };
}
