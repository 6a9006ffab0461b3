// The bundle that a VS Code loads to test the extension in it: `run()` as @vscode/test-electron expects it.
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Which tests make up a suite. Imported only when it runs, because a file registers its tests when it is loaded. */
const suites: Readonly<Record<string, () => Promise<unknown>>> = {
  main: async () => {
    await import('./main/host.ts');
    await import('./main/diagnostics.ts');
    await import('./main/actions.ts');
    await import('./main/python.ts');
    await import('./main/notebook.ts');
    await import('./main/sample.ts');
    await import('./main/panel.ts');
    await import('./main/scan.ts');
    await import('./main/recovery.ts');
    await import('./main/loop.ts');
  },
  untrusted: () => import('./untrusted/untrusted.ts'),
  roots: () => import('./roots/roots.ts'),
  empty: () => import('./empty/empty.ts'),
  installed: () => import('./installed/installed.ts'),
};

export async function run(): Promise<void> {
  const { UNBLOCK_TEST_SUITE: name = 'main', UNBLOCK_TEST_RESULT: result, UNBLOCK_TEST_COLOR: color } = process.env;
  const { UNBLOCK_TEST_GREP: grep } = process.env;
  markReport(process.env['UNBLOCK_TEST_MARK'] ?? '');
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 120_000, slow: 20_000, color: color === 'yes' });
  if (grep !== undefined) mocha.grep(grep);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  const load = suites[name];
  if (!load) throw new Error(`There is no suite "${name}".`);
  await load();
  const tally = await runAll(mocha);
  // For the runner: an exit code alone does not tell whether anything ran.
  if (result !== undefined) writeFileSync(result, JSON.stringify(tally));
  if (tally.failed > 0) throw new Error(`${tally.failed} failed`);
}

function runAll(mocha: Mocha): Promise<Tally> {
  return new Promise((done) => {
    const runner = mocha.run((failed) =>
      done({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 }),
    );
  });
}

/** Lets a runner that reads the console of a whole editor tell our report from the rest. */
function markReport(mark: string): void {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log('%s', mark + line);
  };
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
