import type { Analysis, Program, RuleFault } from '../../../src/engine/analysis.ts';
import { noFacts } from '../../../src/engine/programs.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Fix } from '../../../src/model/fix.ts';
import type { AnalyzeOptions, Engine } from '../../../src/server/engine.ts';

/** A stand-in for the real engine: every `SLOW` is a finding, `THROW` makes it fail, `FAULT` a rule of it. */
export interface FakeEngine extends Engine {
  readonly calls: { path: string; text: string; options: AnalyzeOptions | undefined }[];
  fixes: (analysis: Analysis, finding: Finding) => readonly Fix[];
}

export function fakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    calls: [],
    fixes: (analysis, finding) => [suggestion(analysis, finding), safe(analysis, finding)],
    readFacts: () => undefined,
    programOf: () => ({}) as Program,
    warm: () => undefined,
    release: () => undefined,
    pathsOf: () => [],
    withFile: (program) => program,
    prepare: () => Promise.resolve(),
    canAnalyze: (path) => /\.[cm]?[jt]sx?$/.test(path),
    analyze(path, text, options) {
      engine.calls.push({ path, text, options });
      if (text.includes('THROW')) throw new Error('half a thought');
      const findings = options?.config?.enable === false ? [] : [...text.matchAll(/SLOW/g)].map(findingAt);
      return {
        path,
        text,
        findings,
        facts: noFacts,
        program: {} as Program,
        suppressed: 0,
        faults: text.includes('FAULT') ? [fault] : [],
      };
    },
    remediesFor: (analysis, finding) => ({ fixes: engine.fixes(analysis, finding), obstacles: [] }),
    suppressionEdits: (_analysis, { start }) => ({
      line: { span: { start, end: start }, text: '/* line */ ' },
      file: { span: { start: 0, end: 0 }, text: '/* file */\n' },
    }),
    hoverMarkdown: (finding, { fixes }) => `**${finding.advice.why}** ${fixes.map(({ title }) => title).join(', ')}`,
    measurableFunctions: () => [],
    measuredFunction: () => undefined,
    measureRequest: (_analysis, { measure, message }) =>
      measure?.kind === 'scenario' ? { ...measure, kind: 'finding', title: message, label: 'a model' } : undefined,
  };
  return engine;
}

const fault: RuleFault = { rule: 'unblock/await-race', message: 'half a rule', stack: 'at half-a-rule.ts:1' };

function findingAt(match: RegExpExecArray): Finding {
  const start = match.index;
  return {
    start,
    end: start + 4,
    rule: 'unblock/blocking-call',
    level: 'warning',
    message: '`SLOW` blocks the event loop',
    related: [{ start: 0, end: 1, message: 'reached from here' }],
    advice: { why: 'It blocks', instead: 'Use FAST' },
    subject: { kind: 'blocking-call', function: 0, call: 0, symbol: 'x#slow', direct: true },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: { n: 3 } },
  };
}

export function safe({ path }: Analysis, { start, end }: Finding): Fix {
  const edits = [{ kind: 'edit' as const, path, edits: [{ span: { start, end }, text: 'FAST' }] }];
  return { id: 'fast', title: 'Use FAST', safety: 'safe', changes: '', packages: [], edits };
}

export function suggestion(analysis: Analysis, finding: Finding): Fix {
  return { ...safe(analysis, finding), id: 'other', title: 'Use something else', safety: 'suggestion' };
}
