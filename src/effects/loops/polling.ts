import type { ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import { numberOf } from '../values/constants.ts';
import {
  enclosingFunction,
  functionOf,
  isPython,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { sharedPlace } from '../values/shared-places.ts';
import { stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A loop of Python that sleeps and asks again, where it could be told. */
export interface Poll {
  readonly loop: Loop;
  /** `event`: whether an `asyncio.Event` is set; `task`: whether a task is done; `state`: whether other code here has written it. */
  readonly until: 'event' | 'task' | 'state';
  /** The event, the task, or the state. */
  readonly asked: ValueId;
  /** How long each pause is, in seconds, where that is written down. */
  readonly pause?: number;
  /** Of `state`: where somebody else writes it. */
  readonly written?: ValueId;
  /** Tasks of one loop wait, or a thread. */
  readonly who: 'task' | 'thread';
}

/** The loops of a function whose rounds are a pause and a question, and nothing else. */
export function pollsIn(program: Program, ref: FunctionRef): Poll[] {
  const { file, function: id } = ref;
  if (!isPython(file)) return [];
  return stepsWithin(functionOf(file, id).body).flatMap((step) =>
    step.kind === 'loop' && step.form === 'while' && step.test !== undefined ? (pollOf(program, ref, step) ?? []) : [],
  );
}

/** In seconds: nobody asks that seldom because they cannot wait. */
const LONG = 1;

function pollOf(program: Program, ref: FunctionRef, loop: Loop): Poll | undefined {
  const { file } = ref;
  const sleep = onlySleep(program, file, loop, functionOf(file, ref.function).isAsync);
  const asked = sleep && loop.test !== undefined && questionOf(program, ref, loop.test, sleep.who);
  if (!sleep || !asked) return undefined;
  // A program that only stays alive looks once a second whether it may end.
  const { pause = LONG } = sleep;
  const isLong = sleep.who === 'thread' ? pause >= LONG : pause > LONG;
  if (isLong && asked.until === 'state') return undefined;
  return { loop, ...asked, who: sleep.who, ...(sleep.pause === undefined ? {} : { pause: sleep.pause }) };
}

/** The pause, if that is all that a round does besides asking. */
function onlySleep(
  program: Program,
  file: File,
  { body, test }: Loop,
  isAsync: boolean,
): Pick<Poll, 'who' | 'pause'> | undefined {
  const span = valueOf(file, test ?? -1);
  const isOfTest = (id: ValueId): boolean => {
    const { start, end } = valueOf(file, id);
    return span.start <= start && end <= span.end;
  };
  const rest: Step[] = body.filter((step) => !(step.kind === 'evaluate' && isOfTest(step.value)));
  const values = rest.flatMap((step) => (step.kind === 'evaluate' ? [valueOf(file, step.value)] : []));
  const [call, wait, ...others] = values.filter(({ kind }) => kind === 'call' || kind === 'await');
  // Constants of the module may be read for the length of the pause.
  if (values.length < rest.length || others.length > 0 || call?.kind !== 'call') return undefined;
  const symbol = resolveValue(program, file, call.callee);
  const delay = symbol && entryOf(program, symbol)?.delay;
  const name = symbol && symbolName(symbol);
  const argument = delay && call.args[delay.argument ?? -1];
  if (!delay || !argument || !/^(asyncio|anyio|trio|time)#sleep$/.test(name ?? '')) return undefined;
  const isThread = name === 'time#sleep';
  // In a coroutine a pause of threads is a smell of its own.
  if (isThread !== (wait === undefined) || (isThread && isAsync)) return undefined;
  const pause = numberOf(program, file, argument.value);
  return { who: isThread ? 'thread' : 'task', ...(pause === undefined ? {} : { pause }) };
}

function questionOf(
  program: Program,
  ref: FunctionRef,
  test: ValueId,
  who: Poll['who'],
): Pick<Poll, 'until' | 'asked' | 'written'> | undefined {
  const { file } = ref;
  const value = valueOf(file, test);
  const isNegated = value.kind === 'operation' && value.operator === '!';
  const inner = isNegated ? (value.operands[0] ?? -1) : test;
  const call = valueOf(file, inner);
  const callee = call.kind === 'call' && call.args.length === 0 ? valueOf(file, call.callee) : undefined;
  if (callee?.kind === 'member') {
    const symbol = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    const name = symbol && symbolName(symbol);
    if (!isNegated || who === 'thread') return undefined;
    if (name === 'asyncio#Event.is_set') return { until: 'event', asked: callee.object };
    return /^asyncio#(Task|Future)\.done$/.test(name ?? '') ? { until: 'task', asked: callee.object } : undefined;
  }
  const state = stateIn(file, inner);
  const written = state === undefined ? undefined : writtenElsewhere(ref, state);
  return state === undefined || written === undefined ? undefined : { until: 'state', asked: state, written };
}

/** `self.ready`, `self.answer is None`, `state == "idle"`. */
function stateIn(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name' || value.kind === 'member') return id;
  if (value.kind !== 'operation' || !/^(is|is not|==|!=)$/.test(value.operator)) return undefined;
  const [left = -1, right = -1] = value.operands;
  return valueOf(file, right).kind === 'literal' ? stateIn(file, left) : undefined;
}

/** The place where another function of this file writes it, other than where the object is made. */
function writtenElsewhere({ file, function: owner }: FunctionRef, state: ValueId): ValueId | undefined {
  const place = sharedPlace(file, owner, state);
  const value = valueOf(file, state);
  if (!place) return undefined;
  const uses = usesOf(file);
  const targets =
    value.kind === 'name'
      ? uses.names(value.binding).filter((each) => uses.writtenTo(each) !== undefined)
      : value.kind === 'member'
        ? uses.memberWrites(value.name)
        : [];
  return targets.find((target) => {
    const writer = enclosingFunction(file, valueOf(file, target).start);
    if (writer === owner || writer === 0 || functionOf(file, writer).kind === 'constructor') return false;
    const other = sharedPlace(file, writer, target);
    const isSameClass = functionOf(file, writer).owner === functionOf(file, owner).owner;
    return other?.key === place.key && (other.root !== 'this' || isSameClass);
  });
}
