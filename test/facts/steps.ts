import type { ValueId } from '../../src/model/facts.ts';
import type { Branch, Case, Evaluate, Loop, Step, Try, Write } from '../../src/model/step.ts';
import { computation, mention, nameOf, type Writer } from './expressions.ts';
import { takesStep, type Mentions } from './uses.ts';

/** Adds one line, `depth` levels in. */
export type Line = (depth: number, text: string) => void;

export interface Printer extends Writer {
  readonly mentions: Mentions;
  readonly line: Line;
}

const exits = new Set(['return', 'throw', 'break', 'continue']);

export function printSteps(printer: Printer, steps: readonly Step[], depth: number): void {
  const { line } = printer;
  steps.forEach((step, index) => {
    switch (step.kind) {
      case 'evaluate':
        line(depth, evaluation(printer, step));
        break;
      case 'write':
        if (!startsCounter(printer, step, steps[index + 1])) line(depth, write(printer, step));
        break;
      case 'branch':
        printBranch(printer, step, depth);
        break;
      case 'loop':
        printLoop(printer, step, depth);
        break;
      case 'try':
        printTry(printer, step, depth);
        break;
      case 'region':
        line(depth, `${step.isAsync ? 'async with' : 'with'} ${mention(printer, step.resource)}`);
        printSteps(printer, step.body, depth + 1);
        break;
      default:
        if (exits.has(step.kind)) {
          const value = step.value === undefined ? '' : ` ${mention(printer, step.value)}`;
          const cause = step.cause === undefined ? '' : ` from ${mention(printer, step.cause)}`;
          line(depth, `${step.kind}${value}${cause}${step.label === undefined ? '' : ` ${step.label}`}`);
        }
    }
  });
}

function evaluation(printer: Printer, { value: id }: Evaluate): string {
  const { facts, mentions } = printer;
  const value = facts.values[id];
  const text = computation(printer, id);
  if (!takesStep(value)) return `read ${text}`;
  if (mentions.used.has(id)) return `${mention(printer, id)} = ${text}`;
  if (mentions.voided.has(id)) return `void ${text}`;
  // An await or yield is there for its effect; a result that nobody takes says nothing.
  return value?.kind === 'await' || value?.kind === 'yield' ? text : `discard ${text}`;
}

function write(printer: Printer, { target, value, operator }: Write): string {
  return `write ${mention(printer, target)} ${operator ?? ''}= ${mention(printer, value)}`;
}

const branches: Readonly<Record<Branch['form'], string>> = {
  if: 'if',
  conditional: 'choose',
  '&&': 'and',
  '||': 'or',
  '??': 'default',
  '?.': 'chain',
  switch: 'switch',
};

function printBranch(printer: Printer, { form, test, arms, cases, label }: Branch, depth: number): void {
  const { line } = printer;
  line(depth, `${labelled(label)}${branches[form]} ${mention(printer, test)}`);
  if (form === 'switch') {
    arms.forEach((arm, index) => {
      line(depth, caseText(printer, cases?.[index]));
      printSteps(printer, arm, depth + 1);
    });
    return;
  }
  // What follows `||` and `??` happens when the test does not hold: their own word says so.
  const negative = form === '||' || form === '??';
  const [first = [], second = []] = negative ? [arms[1], arms[0]] : arms;
  printSteps(printer, first, depth + 1);
  if (second.length === 0) return;
  line(depth, 'else');
  printSteps(printer, second, depth + 1);
}

function labelled(label: string | undefined): string {
  return label === undefined ? '' : `${label}: `;
}

function caseText(printer: Printer, which: Case | undefined): string {
  const tests = which?.tests.map((test) => mention(printer, test)) ?? [];
  return ['case', tests.join(' or '), which?.isDefault && 'default', which?.fallsThrough && 'and the next']
    .filter(Boolean)
    .join(' ');
}

const loops: Readonly<Record<Loop['form'], string>> = {
  for: 'loop for',
  'for-of': 'loop of',
  'for-in': 'loop in',
  'for-await': 'loop await',
  while: 'loop while',
  do: 'loop until not',
  comprehension: 'loop comprehension',
};

function printLoop(printer: Printer, step: Loop, depth: number): void {
  const { range } = step;
  if (range) {
    const to = `${range.inclusive ? 'through' : 'to'} ${mention(printer, range.to)}`;
    const by = range.by === undefined ? '' : ` by ${range.grows}${mention(printer, range.by)}`;
    const down = range.by === undefined && range.grows === '-' ? ' down' : '';
    const counter = nameOf(printer, range.variable);
    printer.line(
      depth,
      `${labelled(step.label)}loop ${counter} from ${mention(printer, range.from)}${down} ${to}${by}`,
    );
  } else {
    const subject = step.source ?? step.test;
    printer.line(
      depth,
      `${labelled(step.label)}${loops[step.form]}${subject === undefined ? '' : ` ${mention(printer, subject)}`}`,
    );
  }
  const body = range && advances(printer, step.body.at(-1), step) ? step.body.slice(0, -1) : step.body;
  printSteps(printer, body, depth + 1);
}

/** The first and last words on a counter are in the loop's head already. */
function startsCounter(printer: Printer, { target, value }: Write, next: Step | undefined): boolean {
  return next?.kind === 'loop' && value === next.range?.from && bindingOf(printer, target) === next.range.variable;
}

function advances(printer: Printer, last: Step | undefined, { range }: Loop): boolean {
  return last?.kind === 'write' && bindingOf(printer, last.target) === range?.variable;
}

function bindingOf({ facts }: Printer, id: ValueId): number | undefined {
  const value = facts.values[id];
  return value?.kind === 'name' ? value.binding : undefined;
}

function printTry(printer: Printer, step: Try, depth: number): void {
  const { line } = printer;
  const { body, handlers, otherwise, finalizer } = step;
  line(depth, `${labelled(step.label)}try${step.isGroup ? ' group' : ''}`);
  printSteps(printer, body, depth + 1);
  for (const handler of handlers) {
    const classes = handler.catches.map((each) => mention(printer, each)).join(', ');
    const name = handler.binding === undefined ? '' : ` ${nameOf(printer, handler.binding)}`;
    line(depth, `catch${name}${classes === '' ? '' : ` of ${classes}`}`);
    printSteps(printer, handler.body, depth + 1);
  }
  if (otherwise) {
    line(depth, 'otherwise');
    printSteps(printer, otherwise, depth + 1);
  }
  if (!finalizer) return;
  line(depth, 'finally');
  printSteps(printer, finalizer, depth + 1);
}
