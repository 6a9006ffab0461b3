import type { Library } from '../schema.ts';
import { different, each, onThread, waits } from './build.ts';

const untilEnd = 'until the command ends; starting a process alone takes 1–10 ms';

const exec = different(
  'asyncio#create_subprocess_exec',
  'It takes the arguments one by one and gives a process at once: output and exit code come by `await process.communicate()`. To keep the call as it is: await asyncio.to_thread(subprocess.run, …).',
);
const shell = different(
  'asyncio#create_subprocess_shell',
  'It gives a process at once: output and exit code come by `await process.communicate()`.',
);

export const subprocess: Library = {
  language: 'python',
  modules: ['subprocess'],
  source: 'https://docs.python.org/3/library/subprocess.html',
  exports: {
    ...each(
      ['call', 'check_call', 'check_output', 'run'],
      waits('process', { twin: exec, weight: 'heavy', cost: untilEnd }),
    ),
    ...each(['getoutput', 'getstatusoutput'], waits('process', { twin: shell, weight: 'heavy', cost: untilEnd })),
    Popen: waits('process', { twin: exec, weight: 'metadata', cost: '1–10 ms', returns: 'Popen' }),
  },
  types: {
    Popen: {
      members: {
        ...each(['communicate', 'wait'], {
          blocks: { what: 'process', weight: 'unbounded', cost: 'until the command ends', twin: onThread },
        }),
        // Leaving `with` waits for the process.
        __exit__: { blocks: { what: 'process', weight: 'unbounded', cost: 'until the command ends' } },
        ...each(['kill', 'poll', 'send_signal', 'terminate'], {}),
        ...each(['stderr', 'stdin', 'stdout'], { type: 'io#BufferedReader' }),
      },
    },
  },
};
