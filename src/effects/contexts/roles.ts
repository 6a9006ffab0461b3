import type { FileFacts, ValueId } from '../../model/facts.ts';

/** What a file is for, as far as its path and its own text tell. Only `source` runs on somebody's event loop for long. */
export interface Role {
  readonly kind: 'source' | 'test' | 'script' | 'build' | 'program' | 'worker' | 'declaration';
  /** For people: why it is not taken for ordinary source. */
  readonly reason?: string;
}

interface PathRole extends Role {
  readonly path: RegExp;
}

const byPath: readonly PathRole[] = [
  { kind: 'declaration', path: /\.(d\.[cm]?ts|pyi)$/, reason: 'a declaration file has no code' },
  {
    kind: 'test',
    path: /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|specs?|e2e|fixtures|cypress|playwright|test-utils|test-plugins?|testing)\//i,
    reason: 'it lies in a test folder',
  },
  {
    kind: 'test',
    path: /[._-](test|tests|spec|e2e|bench|stories|cy)\.[cm]?[jt]sx?$/i,
    reason: 'its name says that it is a test',
  },
  {
    kind: 'test',
    path: /(^|\/)([\w-]+-)?((e2e|integration|smoke|acceptance|functional)[-_]tests?|test(ing)?[-_](utils?|helpers?|kit|library))\//i,
    reason: 'it lies in a test folder',
  },
  {
    kind: 'test',
    path: /(^|\/)tests?\.[cm]?[jt]sx?$/i,
    reason: 'its name says that it is a test',
  },
  {
    kind: 'test',
    path: /(^|\/)(test_[^/]*|[^/]*_tests?|tests?|conftest)\.py$/i,
    reason: 'its name says that it is a test',
  },
  {
    kind: 'build',
    path: /(^|\/)(setup|noxfile|fabfile|dodo|versioneer|conf|hatch_build|build)\.py$/i,
    reason: 'it is a build file',
  },
  {
    kind: 'program',
    path: /(^|\/)(manage|__main__|cli|(management\/commands\/[^/]+))\.py$/i,
    reason: 'it is a command-line program',
  },
  {
    kind: 'script',
    path: /(^|\/)alembic\/(versions\/)?[^/]+\.py$/i,
    reason: 'it lies in a folder of scripts',
  },
  { kind: 'build', path: /(^|\/)[^/]*\.(config|conf|setup)\.[cm]?[jt]s$/i, reason: 'it is a configuration file' },
  {
    kind: 'build',
    path: /(^|\/)(gulpfile|gruntfile|rollup|webpack|esbuild|vite|karma|jakefile|build|postinstall|preinstall)(\.[\w-]+)?\.[cm]?[jt]s$/i,
    reason: 'it is a build file',
  },
  {
    kind: 'build',
    path: /(^|\/)(build|webpack|\.storybook|\.github|config-overrides)\//i,
    reason: 'it lies in a build folder',
  },
  {
    kind: 'script',
    path: /(^|\/)(scripts?|examples?|samples?|demos?|benchmarks?|seeds?|seeders?|migrations|codemods?)\//i,
    reason: 'it lies in a folder of scripts',
  },
  {
    // Inside of `src` these are parts of a program: the tools of an assistant, the commands of a bot.
    kind: 'script',
    path: /^(?!.*(^|\/)(src|lib|app|server)\/)(.*\/)?(tools?|tooling|hack|perf|generators?|docs)\//i,
    reason: 'it lies in a folder of scripts',
  },
  { kind: 'program', path: /(^|\/)(bin|cli)\//i, reason: 'it lies in a folder of command-line programs' },
  { kind: 'program', path: /(^|\/)(cli|bin)\.[cm]?[jt]s$/i, reason: 'it is a command-line program' },
  {
    kind: 'worker',
    path: /([._-]worker|(^|\/)worker)\.[cm]?[jt]s$/i,
    reason: 'its name says that it runs in a worker',
  },
];

/** What takes jobs or requests one after the other on an event loop of its own: a file that imports it is called a worker for those. */
const serving =
  /^(bullmq|bull|bee-queue|agenda|pg-boss|graphile-worker|amqplib|kafkajs|@temporalio\/worker|hono|itty-router|cloudflare:workers)$/;

/** Says what a file is for. Paths are taken relative to nothing in particular: any folder on the way counts. */
export function roleOf(path: string, facts: FileFacts): Role {
  const normalised = path.replaceAll('\\', '/');
  for (const { path: pattern, kind, reason } of byPath) {
    if (!pattern.test(normalised) || (kind === 'worker' && facts.specifiers.some((each) => serving.test(each))))
      continue;
    return reason === undefined ? { kind } : { kind, reason };
  }
  if (facts.specifiers.some((specifier) => testRunners.test(specifier))) {
    return { kind: 'test', reason: 'it imports a test runner' };
  }
  if (declaresTests(facts)) return { kind: 'test', reason: 'it declares tests' };
  if (facts.hashbang) return { kind: 'program', reason: 'its first line starts it as a program' };
  if (isWorker(facts)) return { kind: 'worker', reason: 'it talks to a parent thread' };
  if (readsArguments(facts) || parsesArguments(facts)) return { kind: 'program', reason: 'it reads the command line' };
  return { kind: 'source' };
}

/** What code imports in order to be run by them. */
const testRunners = /^(pytest|unittest|node:test|vitest|@jest\/globals|@playwright\/test)$/;

/** `test('adds', () => …)`, with the names that test runners put there. */
function declaresTests({ language, values }: FileFacts): boolean {
  if (language !== 'javascript') return false;
  return values.some((value) => {
    if (value.kind !== 'call' || value.args.length < 2) return false;
    const callee = values[value.callee];
    const body = value.args[1] && values[value.args[1].value];
    return callee?.kind === 'global' && /^(describe|it|test)$/.test(callee.name) && body?.kind === 'function';
  });
}

function isWorker(facts: FileFacts): boolean {
  return facts.bindings.some(
    ({ import: reference }) =>
      reference !== undefined &&
      /^(node:)?worker_threads$/.test(reference.specifier) &&
      (reference.name === 'parentPort' || reference.name === 'workerData'),
  );
}

/** What reads the words that a person typed, or those of a step of a workflow, behind which nobody else waits either. */
const argumentParsers =
  /^(@actions\/core|commander|yargs|yargs\/helpers|meow|cac|sade|arg|clipanion|@oclif\/core|minimist|caporal|vorpal)$/;

/** Whether the file reads `process.argv`, its inputs as a step of a workflow, or sets up a parser of command lines. */
function readsArguments({ values, specifiers }: FileFacts): boolean {
  if (specifiers.some((specifier) => argumentParsers.test(specifier))) return true;
  return values.some((value) => {
    if (value.kind !== 'member' || value.name !== 'argv') return false;
    const object = values[value.object];
    return object?.kind === 'global' && object.name === 'process';
  });
}

const pythonParsers = /^(argparse|optparse|getopt|click|typer|fire|docopt)(\.|$)/;

/** The same of a Python file: `sys.argv`, or a parser of command lines. */
function parsesArguments({ language, values, bindings, specifiers }: FileFacts): boolean {
  if (language !== 'python') return false;
  if (specifiers.some((specifier) => pythonParsers.test(specifier))) return true;
  const isArguments = (id: ValueId): boolean => {
    const value = values[id];
    const object = value?.kind === 'member' && value.name === 'argv' ? values[value.object] : undefined;
    return object?.kind === 'name' && bindings[object.binding]?.import?.specifier === 'sys';
  };
  // `sys.argv[0]` only says where the program lies.
  const named = new Set(
    values.flatMap((value) => {
      const key = value.kind === 'index' ? values[value.key] : undefined;
      return value.kind === 'index' && key?.kind === 'literal' && key.value === 0 ? [value.object] : [];
    }),
  );
  return values.some((_, id) => isArguments(id) && !named.has(id));
}
