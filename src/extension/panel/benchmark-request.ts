// From what the panel shows to what is run.
import {
  bundleFunction,
  comparisonRequest,
  prepareFunction,
  probesFor,
  pythonProbesFor,
  scenarioRequest,
  type BenchmarkRequest,
  type Way,
} from '../../bench/index.ts';
import type { Choice, Subject } from '../../protocol/panel.ts';
import { poolId, type AddedFunction, type Assignment } from './subject.ts';

type FunctionSubject = Extract<Subject, { kind: 'function' }>;

/** @throws BenchmarkError when the text of a function cannot be prepared. */
export async function benchmarkFor({ subject, types, added }: Assignment): Promise<BenchmarkRequest> {
  if (subject.kind === 'scenario') return scenarioRequest(subject.scenario.id, subject.parameters);
  const { title, language, functionName, source, setup, sizes, input, calls } = subject;
  const chosen = subject.against.flatMap((id) => subject.choices.find((each) => each.id === id) ?? []);
  const poolOnly = chosen.every(({ id }) => id === poolId);
  const own = { functionName, source };
  const label = !poolOnly ? 'As it is' : language === 'py' ? 'One process' : 'Main thread';
  const current = await wayOf(subject, { id: 'main', label, runs: 'inline' }, own);
  const others = await Promise.all(
    chosen.map((choice) =>
      wayOf(subject, { ...choice, runs: choice.id === poolId ? 'pool' : 'inline' }, functionOf(choice, own, added)),
    ),
  );
  const [first, ...rest] = others;
  if (!first) throw new Error('There is nothing to measure against.');
  return {
    ...comparisonRequest(title, [current, first, ...rest]),
    input,
    calls,
    size: Math.max(...sizes, 0),
    probes: types ? (language === 'py' ? pythonProbesFor : probesFor)(types) : [],
    ...(setup.trim() !== '' && { setup }),
  };
}

/** A fix leaves the function under its name; a pool runs it as it is. */
function functionOf(
  { id, source }: Choice,
  own: { readonly functionName: string; readonly source: string },
  added: Assignment['added'],
): AddedFunction {
  return added?.get(id) ?? (source === undefined ? own : { ...own, source });
}

async function wayOf(
  { language }: FunctionSubject,
  { id, label, runs }: Pick<Way, 'id' | 'label' | 'runs'>,
  { functionName, source = '', path, language: own = language }: AddedFunction,
): Promise<Way> {
  const way = { id, label, runs };
  if (language === 'py' || own === 'py') return { ...way, code: source, python: functionName };
  if (path !== undefined) return { ...way, code: await bundleFunction({ path, functionName }) };
  return { ...way, code: prepareFunction({ source, functionName, language: own }) };
}
