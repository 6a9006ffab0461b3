import type { Analysis } from '../../../src/engine/analysis.ts';
import type { Engine } from '../../../src/cli/engine.ts';
import type { FileFacts } from '../../../src/model/facts.ts';
import type { Finding, Level } from '../../../src/model/finding.ts';
import type { Fix, Remedies } from '../../../src/model/fix.ts';
import { faultOf } from '../../../src/model/fault.ts';
import { defaultConfig } from '../../../src/model/config.ts';

/**
 * An engine whose findings are known beforehand, so that the tests see the command line alone. It reports the calls `stall(…)`
 * (warning), `maybe(…)` (information) and `look(…)` (hint); `stall.deep()` has a chain; `syntax error` is one; `crash()` throws,
 * `crashRule()` lets one rule throw, and the fix of a call that names `crashFix` does.
 */
export const fakeEngine: Engine = {
  ruleMetas: [
    {
      id: 'unblock/blocking-call',
      summary: 'Stalls.',
      languages: ['javascript'],
      context: 'loop',
      levels: ['warning'],
    },
    { id: 'unblock/blocking-loop', summary: 'Loops.', languages: ['javascript'], context: 'loop', levels: ['hint'] },
  ],
  readFacts: () => ({}),
  warm: () => undefined,
  release: () => undefined,
  isSilent: () => false,
  programOf: () => undefined as unknown as Analysis['program'],
  prepare: () => Promise.resolve(),
  canAnalyze: (path) => /\.[jt]s$/.test(path),
  analyze(path, text, { config = defaultConfig } = {}) {
    if (text.includes('crash()')) throw new Error('boom');
    const enabled = config.enable ? findings(path, text) : [];
    const skipped = skipReason(text, config.enable);
    return {
      path,
      text,
      program: undefined as unknown as Analysis['program'],
      ...(skipped !== undefined && { skipped }),
      facts: { syntaxErrors: syntaxErrors(text) } as unknown as FileFacts,
      findings: enabled.filter(({ rule }) => config.rules[rule] !== 'off'),
      suppressed: text.split('unblock-ignore').length - 1,
      faults: text.includes('crashRule()') ? [{ rule: 'unblock/blocking-loop', ...faultOf('boom') }] : [],
    };
  },
  remediesFor,
  measurableFunctions: () => [],
  whyAt: (analysis, line) => ({ lines: [`line ${line + 1} of ${analysis.text.length} characters`, 'is quiet'] }),
};

function skipReason(text: string, enabled: boolean): Analysis['skipped'] {
  if (!enabled) return { kind: 'disabled', message: 'Turned off.' };
  return text.startsWith('// generated') ? { kind: 'generated', message: 'It is generated.' } : undefined;
}

function syntaxErrors(text: string): FileFacts['syntaxErrors'] {
  const start = text.indexOf('syntax error');
  return start === -1 ? [] : [{ start, end: start + 12, message: "';' expected." }];
}

function findings(path: string, text: string): Finding[] {
  const levels: Readonly<Record<string, Level>> = { stall: 'warning', maybe: 'information', look: 'hint' };
  return [...text.matchAll(/(?<!await )\b(stall|maybe|look)(\.deep)?\([^)]*\)/g)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const name = match[1] ?? '';
    return {
      ...span,
      rule: name === 'look' ? 'unblock/blocking-loop' : 'unblock/blocking-call',
      level: levels[name] ?? 'hint',
      message: `\`${name}\` stalls the event loop.`,
      related:
        match[2] === undefined
          ? []
          : [
              { start: 0, end: 1, message: '`top` calls it' },
              { start: 9, end: 10, path: path.replace(/\w+\.ts$/, 'leaf.ts'), message: '`leaf` waits' },
            ],
      advice: { why: 'It waits.', instead: 'Await it.' },
      subject: { kind: 'blocking-call', function: 0, call: 0, symbol: 'x#y', direct: true },
    };
  });
}

function remediesFor(analysis: Analysis, { start, end }: Finding): Remedies {
  const text = analysis.text.slice(start, end);
  const edit = (replacement: string): Fix['edits'][number] => ({
    kind: 'edit',
    path: analysis.path,
    edits: [{ span: { start, end }, text: replacement }],
  });
  const await_: Fix = {
    id: 'await-twin',
    title: 'Await it instead',
    safety: 'safe',
    changes: '',
    packages: [],
    edits: [edit(`await ${text}`)],
  };
  const worker: Fix = {
    id: 'to-worker',
    title: 'Move it to a worker',
    safety: 'suggestion',
    changes: 'Arguments are copied.',
    packages: ['piscina'],
    edits: [
      edit(`await pool.run(\n  ${text},\n)`),
      { kind: 'create', path: analysis.path.replace(/\.ts$/, '.worker.ts'), text: 'export {};\n' },
    ],
  };
  if (text.includes('crashFix')) {
    return { fixes: [worker], obstacles: [{ id: 'await-twin', reason: 'It failed.', fault: 'Error: boom' }] };
  }
  if (text.startsWith('maybe')) {
    return { fixes: [], obstacles: [{ id: 'await-twin', reason: 'The function around it is not async.' }] };
  }
  if (text.includes('both')) return { fixes: [await_, worker], obstacles: [] };
  return { fixes: [text.includes('worker') ? worker : await_], obstacles: [] };
}
