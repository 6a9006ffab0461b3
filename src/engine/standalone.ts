// A function with all it needs, as a text that runs where nothing else of its file is.
import type { SelfContained, Taken } from '../effects/calls/self-contained.ts';
import type { Analysis } from './analysis.ts';

export function standalone({ text, facts: { language } }: Analysis, { imports, parts }: SelfContained): string {
  const isPython = language === 'python';
  const pieces = parts.map(
    ({ start, end, isConst }) => `${isConst && !isPython ? 'const ' : ''}${text.slice(start, end)}`,
  );
  const lines = imports.map(isPython ? pythonImport : javaScriptImport);
  // Annotations may name what stays behind; they are not looked at then.
  if (isPython) lines.unshift('from __future__ import annotations');
  return [...(lines.length > 0 ? [lines.join('\n')] : []), ...pieces].join('\n\n');
}

function javaScriptImport({ local, specifier, name }: Taken): string {
  if (name === '*') return `import * as ${local} from '${specifier}';`;
  if (name === 'default') return `import ${local} from '${specifier}';`;
  return `import { ${name === local ? name : `${name} as ${local}`} } from '${specifier}';`;
}

function pythonImport({ local, specifier, name }: Taken): string {
  const as = (original: string): string => (original === local ? original : `${original} as ${local}`);
  return name === '*' ? `import ${as(specifier)}` : `from ${specifier} import ${as(name)}`;
}
