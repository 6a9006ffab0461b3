import type { Entry, Library } from '../schema.ts';
import { each, handlersFrom } from './build.ts';

/** Bots: people wait for the answer to each message. */

const listener = (label: string): Entry => ({
  callbacks: [{ argument: 1, runs: 'handler', label }],
  returns: 'this',
});

const middleware = (from: number, label: string): Entry => ({
  callbacks: handlersFrom(from, label, undefined, { result: 'awaited' }),
  returns: 'this',
});

const label = 'Discord event handler';

export const discordJs: Library = {
  language: 'javascript',
  modules: ['discord.js'],
  source: 'https://discord.js.org/docs/packages/discord.js/main/Client:Class',
  exports: { Client: { returns: 'Client' }, ShardingManager: {} },
  types: {
    Client: {
      members: {
        on: {
          callbacks: [{ argument: 1, runs: 'handler', label, once: ['ready', 'clientReady', 'ClientReady'] }],
          returns: 'this',
        },
        once: { callbacks: [{ argument: 1, runs: 'once' }], returns: 'this' },
        login: { promise: true, io: 'network' },
        destroy: { promise: true },
      },
    },
  },
};

export const telegraf: Library = {
  language: 'javascript',
  modules: ['telegraf'],
  source: 'https://telegraf.js.org/classes/Telegraf.html',
  exports: { Telegraf: { returns: 'Telegraf' } },
  types: {
    Telegraf: {
      members: {
        ...each(['action', 'command', 'hears', 'on'], middleware(1, 'Telegram handler')),
        ...each(['help', 'settings', 'start', 'use'], middleware(0, 'Telegram handler')),
        launch: { promise: true, io: 'network', ignorable: true },
      },
    },
  },
};

export const grammy: Library = {
  language: 'javascript',
  modules: ['grammy'],
  source: 'https://grammy.dev/ref/core/bot',
  exports: { Bot: { returns: 'Bot' } },
  types: {
    Bot: {
      members: {
        ...each(['callbackQuery', 'command', 'hears', 'on'], middleware(1, 'Telegram handler')),
        use: middleware(0, 'Telegram handler'),
        start: { promise: true, io: 'network', ignorable: true },
      },
    },
  },
};

export const nodeTelegramBotApi: Library = {
  language: 'javascript',
  modules: ['node-telegram-bot-api'],
  source: 'https://github.com/yagop/node-telegram-bot-api/blob/master/doc/api.md',
  exports: { default: { returns: 'TelegramBot' } },
  types: {
    TelegramBot: {
      members: {
        ...each(['on', 'onText'], listener('Telegram handler')),
        ...each(['answerCallbackQuery', 'sendDocument', 'sendMessage', 'sendPhoto'], { promise: true, io: 'network' }),
      },
    },
  },
};

export const slackBolt: Library = {
  language: 'javascript',
  modules: ['@slack/bolt'],
  source: 'https://docs.slack.dev/tools/bolt-js/reference',
  exports: { App: { returns: 'App' } },
  types: {
    App: {
      members: {
        ...each(['action', 'command', 'event', 'options', 'shortcut', 'view'], middleware(1, 'Slack handler')),
        ...each(['message', 'use'], middleware(0, 'Slack handler')),
        start: { promise: true },
      },
    },
  },
};
