import type { Entry, Library } from '../schema.ts';
import { each } from './build.ts';

/** A program that is started by hand: what its commands hold up keeps nobody else waiting. */
const action: Entry = { callbacks: [{ argument: 0, runs: 'lifecycle', result: 'awaited' }], returns: 'this' };

export const commander: Library = {
  language: 'javascript',
  modules: ['commander'],
  source: 'https://github.com/tj/commander.js#action-handler',
  exports: { ...each(['default', 'program'], { type: 'Command' }), Command: { returns: 'Command' } },
  types: {
    Command: {
      members: {
        action,
        ...each(['hook'], { callbacks: [{ argument: 1, runs: 'lifecycle' }], returns: 'this' }),
        parseAsync: { promise: true },
        ...each(['addCommand', 'argument', 'description', 'name', 'option', 'parse', 'requiredOption', 'version'], {
          returns: 'this',
        }),
        command: { returns: 'Command' },
      },
    },
  },
};

export const cac: Library = {
  language: 'javascript',
  modules: ['cac'],
  source: 'https://github.com/cacjs/cac#usage',
  exports: each(['cac', 'default'], { returns: 'CAC' }),
  types: {
    CAC: { members: { command: { returns: 'Command' }, ...each(['help', 'option', 'version'], { returns: 'this' }) } },
    Command: { members: { action, ...each(['alias', 'example', 'option'], { returns: 'this' }) } },
  },
};

export const prompts: Library = {
  language: 'javascript',
  modules: ['prompts', 'inquirer', 'enquirer', '@inquirer/prompts'],
  source: 'https://github.com/SBoudrias/Inquirer.js#readme',
  exports: each(
    ['checkbox', 'confirm', 'default', 'default.prompt', 'editor', 'input', 'number', 'password', 'prompt'].concat([
      'search',
      'select',
    ]),
    { promise: true },
  ),
};
