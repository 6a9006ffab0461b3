import type { Library } from '../schema.ts';
import { each, handler, promised } from './build.ts';

/** Every server that a bot is in sends its events to the same process. */
const label = 'Discord listener';

export const discord: Library = {
  language: 'javascript',
  modules: ['discord.js'],
  source: 'https://discord.js.org/docs/packages/discord.js/main',
  exports: {},
  types: {
    Client: {
      members: {
        ...each(['on', 'addListener', 'prependListener'], { callbacks: [handler(1, label)], returns: 'this' }),
        once: { callbacks: [{ argument: 1, runs: 'lifecycle', label }], returns: 'this' },
        login: promised('network'),
        destroy: { promise: true },
      },
    },
    WebhookClient: { members: each(['send', 'editMessage', 'deleteMessage', 'fetchMessage'], promised('network')) },
  },
};
