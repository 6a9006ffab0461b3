// The walls, as each launch tests them, and what may run behind which.
import { existsSync } from 'node:fs';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBenchmark, scenarioRequest } from '../../../src/bench/index.ts';
import { assertIsolated, describeIsolation, levelOf } from '../../../src/bench/host/judge-walls.ts';
import { findLayer, forgetLayers } from '../../../src/bench/host/walls/layer.ts';
import { bubblewrap } from '../../../src/bench/host/walls/bubblewrap.ts';
import { seatbeltProfile } from '../../../src/bench/host/walls/seatbelt.ts';
import { filesOfRuntime } from '../../../src/bench/host/walls/system-files.ts';
import { scrubbedEnvironment } from '../../../src/bench/host/environment.ts';
import { harness } from './harness.ts';
import { availableLayers } from './layers.ts';
import { failure, measure } from './measuring.ts';
import { temporaryFolder } from '../workspace/folder.ts';

const layers = await availableLayers();
const source = 'function f() { return 1; }';

describe.each(layers.filter((layer) => layer !== 'none'))('behind %s', (layer) => {
  it('every wall holds, and the evidence says so', async () => {
    const { isolation } = await measure({ source, settings: { repetitions: 1 } }, { layer });
    expect(isolation).toMatchObject({ level: 'closed', layer, open: [], permissionModel: true, dropped: true });
    expect(isolation.sentence).toContain('no network');
  });

  it('a runtime that cannot drop permissions may run somebody’s code', async () => {
    const runtime = '/usr/bin/node';
    if (!existsSync(runtime)) return;
    const { isolation, measurements } = await measure({ source, settings: { repetitions: 1 } }, { layer, runtime });
    expect(isolation).toMatchObject({ level: 'closed', layer, open: [] });
    expect(measurements).toHaveLength(2);
  });
});

it.skipIf(layers.every((layer) => layer === 'none'))(
  'a wall that does not stand is tried again once forgotten',
  async () => {
    const folder = temporaryFolder({});
    const script = `require("node:fs").existsSync(${JSON.stringify(join(folder, 'installed'))}) && "started"`;
    const probe = { file: await realpath(process.execPath), args: ['-p', script], read: [folder] };
    const find = async () => findLayer(probe, await harness(), 'best');
    expect(await find()).toBeUndefined();
    await writeFile(join(folder, 'installed'), '');
    expect(await find()).toBeUndefined();
    forgetLayers();
    expect(await find()).toBeDefined();
  },
);

describe('without a wall of the operating system', () => {
  it('the runtime keeps files and programs away, and the evidence says that the network is open', async () => {
    const { isolation } = await measure({ source, settings: { repetitions: 1 } }, { layer: 'none' });
    expect(isolation).toMatchObject({ level: 'network-open', layer: 'none', dropped: true });
    expect(isolation.open).toEqual(expect.arrayContaining(['reach-network', 'signal-processes']));
    expect(isolation.sentence).toContain('the network was open');
  });

  it('a runtime that cannot drop permissions runs built-in scenarios only', async () => {
    const runtime = '/usr/bin/node';
    if (!existsSync(runtime)) return;
    const options = { harness: await harness(), runtime, layer: 'none' } as const;
    const request = scenarioRequest('waiting', { tasks: 2, waitMs: 1 });
    expect((await runBenchmark({ ...request, settings: { repetitions: 1 } }, options)).measurements).toHaveLength(3);
    const error = await failure({ source }, { runtime, layer: 'none' });
    expect(error.code).toBe('cannot-isolate');
    expect(error.message).toContain('The built-in scenarios work.');
  });
});

describe('what was found open decides', () => {
  const report = { layer: 'none', permissionModel: true, canDrop: true, runtime: 'Node 30.0.0' } as const;

  it.each([
    [[], 'closed'],
    [['reach-network'], 'network-open'],
    [['signal-processes', 'reach-sockets'], 'network-open'],
    [['reach-network', 'read-files'], 'open'],
    [['start-programs'], 'open'],
  ] as const)('%j is %s', (open, level) => {
    expect(levelOf(open)).toBe(level);
    expect(describeIsolation({ ...report, open }, true).level).toBe(level);
  });

  it('a file within reach stops everybody’s code, whatever the runtime promises', () => {
    expect(() => assertIsolated({ ...report, open: ['read-files'] })).toThrow('was not run');
    expect(() => assertIsolated({ ...report, open: ['reach-network'] })).not.toThrow();
    expect(() => assertIsolated({ ...report, open: ['reach-network'], canDrop: false })).toThrow('was not run');
    expect(() => assertIsolated({ ...report, open: [], canDrop: false })).not.toThrow();
  });
});

describe('runtimes', () => {
  it('of VS Code bring the data beside them', () => {
    const folder = temporaryFolder({ 'code/code': '', 'code/icudtl.dat': '', 'bin/node': '' });
    expect(filesOfRuntime(`${folder}/code/code`)).toBe(`${folder}/code`);
    expect(filesOfRuntime(`${folder}/bin/node`)).toBe(`${folder}/bin/node`);
    expect(scrubbedEnvironment()).toMatchObject({ ELECTRON_RUN_AS_NODE: '1' });
  });

  it('are all that bubblewrap mounts besides libraries and what is measured', () => {
    const layer = bubblewrap();
    if (!layer) return;
    const { args } = layer.wrap(
      { file: '/opt/node', args: ['main.cjs'] },
      { read: ['/harness', '/bundle'], loopback: false, processes: false },
    );
    const mounted = args.flatMap((each, at) => (each === '--ro-bind' ? [args[at + 1] ?? ''] : []));
    expect(mounted).toEqual(expect.arrayContaining(['/opt/node', '/harness', '/bundle']));
    expect(mounted.filter((path) => /^\/(home|root|etc|tmp|var|proc)/.test(path))).toEqual([]);
    expect(args).toEqual(expect.arrayContaining(['--unshare-all', '--die-with-parent']));
  });

  it('get a profile on macOS that denies what it does not name', () => {
    const closed = { loopback: false, processes: false };
    const profile = seatbeltProfile('/Applications/a "b"/node', ['/harness'], closed);
    expect(profile).toContain('(deny default)');
    expect(profile).toContain('(literal "/Applications/a \\"b\\"/node")');
    expect(profile).toContain('(allow file-read* (subpath "/harness"))');
    expect(profile).not.toMatch(/network|process-fork|file-write\*/);
    expect(seatbeltProfile('/node', [], { ...closed, loopback: true })).toContain('localhost');
  });
});
