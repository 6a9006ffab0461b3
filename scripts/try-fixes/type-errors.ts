// What the compiler says of a few files by themselves: nothing is resolved, so that whatever comes from elsewhere is of any type.
import { spawnSync } from 'node:child_process';
import { analyze } from '../../src/engine/analyze.ts';
import { ts } from '../../src/syntax/javascript/tree.ts';

type Texts = ReadonlyMap<string, string>;

const isJavaScript = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** What the parsers cannot read: ours and, for Python, its own, where there is one on this machine. */
export function syntaxErrors(texts: Texts): readonly string[] {
  return [...texts].flatMap(([path, text]) => [
    ...analyze(path, text).facts.syntaxErrors.map(({ message }) => message),
    ...(path.endsWith('.py') ? pythonErrors(text) : []),
  ]);
}

/** `compile` also refuses what only looks right, such as an `await` outside of an `async def`. Nothing is run. */
function pythonErrors(text: string): readonly string[] {
  const program = 'import sys; compile(sys.stdin.buffer.read(), "file", "exec", dont_inherit=True)';
  const { status, stderr } = spawnSync('python3', ['-I', '-W', 'ignore', '-c', program], {
    input: text,
    encoding: 'utf8',
  });
  return status === 1 ? [stderr.trimEnd().split('\n').at(-1) ?? ''] : [];
}

/** Type errors, by their messages: places move. */
export function typeErrors(texts: Texts): readonly string[] {
  const own = new Map([...texts].filter(([path]) => isJavaScript(path)));
  if (own.size === 0) return [];
  const all = new Map([...own, [ambientPath, ambient]]);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (path) => all.has(path),
    readFile: (path) => all.get(path),
    getSourceFile(path, target) {
      const text = all.get(path);
      return text === undefined ? libraryFile(path, target) : ts.createSourceFile(path, text, target);
    },
  };
  const program = ts.createProgram([...all.keys()], options, host);
  return [...own.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return program
      .getSemanticDiagnostics(source)
      .filter(({ code }) => !unresolved.has(code))
      .map(({ code, messageText }) => `TS${String(code)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

const options: ts.CompilerOptions = {
  ...{
    noResolve: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    strict: true,
    noImplicitAny: false,
    skipLibCheck: true,
  },
  ...{
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  },
  ...{ jsx: ts.JsxEmit.Preserve, allowImportingTsExtensions: true, experimentalDecorators: true, types: [] },
};

/** “Cannot find module”, in its variants. */
const unresolved = new Set([2307, 2580, 2591, 2792, 2882, 7016]);

/** What Node has everywhere. */
const ambientPath = '/node-globals.d.ts';
const ambient = [
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
  'process',
  'Buffer',
  'global',
  'setImmediate',
]
  .map((name) => `declare var ${name}: any;`)
  .concat('type Buffer = any;')
  .join('\n');

const libraryFiles = new Map<string, ts.SourceFile | undefined>();

function libraryFile(path: string, target: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
  if (!libraryFiles.has(path)) {
    const text = ts.sys.readFile(path);
    libraryFiles.set(path, text === undefined ? undefined : ts.createSourceFile(path, text, target));
  }
  return libraryFiles.get(path);
}
