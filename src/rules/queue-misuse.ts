import type { File } from '../effects/program.ts';
import { queueMistakes, type QueueMistake } from '../effects/threads/queue-mistakes.ts';
import type { Finding } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { callName, callSpan } from './words.ts';

/** A queue that somebody waits at for ever, or that nothing keeps from growing. */
export const queueMisuse: Rule = {
  meta: {
    id: 'unblock/queue-misuse',
    summary: 'A queue that somebody waits at for ever, or that nothing keeps from growing.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'hint'],
  },
  check: (program, file) =>
    isShipped(file) ? queueMistakes(program, file).map((found) => findingFor(file, found)) : [],
};

function findingFor(file: File, found: QueueMistake): Finding {
  switch (found.how) {
    case 'signs':
      return signsFinding(file, found);
    case 'done':
      return doneFinding(file, found);
    case 'unbounded':
      return unboundedFinding(file, found);
  }
}

function signsFinding(
  file: File,
  { put, get, signs, consumers, queue }: Extract<QueueMistake, { how: 'signs' }>,
): Finding {
  const told = signs === 1 ? 'One consumer is' : `${String(signs)} consumers are`;
  const others = consumers - signs === 1 ? 'the other one waits' : `the other ${String(consumers - signs)} wait`;
  return {
    rule: 'unblock/queue-misuse',
    level: 'warning',
    ...callSpan(file, put.call.value),
    message: `${told} told to stop here, and ${String(consumers)} are started: ${others} at \`${queue.name}\` for ever.`,
    related: [{ ...callSpan(file, get.call.value), message: 'Each consumer takes its own sign to stop here.' }],
    advice: {
      why: 'What is taken from a queue is gone for all others. The consumer that gets the sign ends; those that get none go on waiting, and so does whoever waits for them.',
      instead:
        'Put one sign for each consumer, or let each consumer put it back before it ends; since Python 3.13 `queue.shutdown()` ends all of them.',
    },
    subject: {
      kind: 'queue-misuse',
      how: 'signs',
      function: put.in,
      call: put.call.value,
      other: get.call.value,
      ...(signs === 1 && { consumers }),
    },
  };
}

function doneFinding(file: File, { join, get, queue }: Extract<QueueMistake, { how: 'done' }>): Finding {
  return {
    rule: 'unblock/queue-misuse',
    level: 'warning',
    ...callSpan(file, join.call.value),
    message: `\`${callName(file, join.call.value)}\` waits for ever: nobody calls \`task_done\` for what is taken from \`${queue.name}\`.`,
    related: [{ ...callSpan(file, get.call.value), message: 'Items are taken here.' }],
    advice: {
      why: '`join` does not wait until the queue is empty, but until `task_done` was called once for each item that was ever put.',
      instead: `Call \`${queue.name}.task_done()\` in a \`finally\` when the item is dealt with.`,
    },
    subject: { kind: 'queue-misuse', how: 'done', function: join.in, call: join.call.value, other: get.call.value },
  };
}

function unboundedFinding(file: File, { put, queue }: Extract<QueueMistake, { how: 'unbounded' }>): Finding {
  return {
    rule: 'unblock/queue-misuse',
    level: 'hint',
    ...callSpan(file, put.call.value),
    message: `Nothing holds this back: \`${queue.name}\` takes as many items as it is given.`,
    related: [{ ...callSpan(file, queue.made.value), message: 'It is made without a `maxsize`.' }],
    advice: {
      why: 'When things come faster than they are dealt with, the queue grows, and with it memory and the time that each item waits.',
      instead: 'Give it a `maxsize`, so that `put` waits until there is room.',
    },
    subject: {
      kind: 'queue-misuse',
      how: 'unbounded',
      function: put.in,
      call: put.call.value,
      other: queue.made.value,
    },
  };
}
