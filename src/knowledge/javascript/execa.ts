import type { Library } from '../schema.ts';
import { blocking, different, each, promised } from './build.ts';

const execaSync = blocking(
  'process',
  'heavy',
  different('execa#execa', 'A failing command rejects with an ExecaError instead of throwing an ExecaSyncError.'),
);

export const execa: Library = {
  language: 'javascript',
  modules: ['execa'],
  source: 'https://github.com/sindresorhus/execa/blob/main/docs/api.md',
  exports: {
    ...each(['$', 'execa', 'execaCommand', 'execaNode'], promised('process')),
    // `sync` until version 5, `execaCommandSync` from 6 to 9.
    ...each(['$.sync', 'execaCommandSync', 'execaSync', 'sync'], execaSync),
  },
};

export const crossSpawn: Library = {
  language: 'javascript',
  modules: ['cross-spawn'],
  source: 'https://github.com/moxystudio/node-cross-spawn#usage',
  exports: {
    ...each(['default', 'spawn'], { io: 'process', returns: 'node:child_process#ChildProcess' }),
    sync: blocking(
      'process',
      'heavy',
      different(
        'cross-spawn#spawn',
        'It gives a ChildProcess at once: output and exit code come by events instead of in the result.',
      ),
    ),
  },
};
