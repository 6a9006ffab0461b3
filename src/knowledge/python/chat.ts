import type { Callback, Entry, Library } from '../schema.ts';
import { decorator, different, each, promised, waits } from './build.ts';

/** Telegram by aiogram, and Slack. Discord and python-telegram-bot are in `bots.ts`. */

const update: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Telegram handler' };
const lifecycle: Omit<Callback, 'argument'> = { runs: 'lifecycle' };

const observers = [
  'business_message',
  'callback_query',
  'channel_post',
  'chat_join_request',
  'chat_member',
  'chosen_inline_result',
  'edited_message',
  'error',
  'inline_query',
  'message',
  'my_chat_member',
  'poll',
  'poll_answer',
  'pre_checkout_query',
  'shipping_query',
];

export const aiogram: Library = {
  language: 'python',
  modules: ['aiogram'],
  source: 'https://docs.aiogram.dev/en/latest/dispatcher/router.html',
  exports: { ...each(['Dispatcher', 'Router'], { returns: 'Router' }), Bot: { returns: 'Bot' } },
  types: {
    Router: {
      members: {
        ...each(observers, { type: 'Observer' }),
        ...each(['shutdown', 'startup'], { type: 'LifecycleObserver' }),
        ...each(['include_router', 'include_routers', 'run_polling'], {}),
        ...each(['feed_update', 'start_polling'], { promise: true }),
      },
    },
    // `@router.message(F.text)` and `router.message.register(handler, …)`
    Observer: {
      call: { returns: 'Decorator' },
      members: { register: { callbacks: [{ argument: 0, keyword: 'callback', ...update }] } },
    },
    LifecycleObserver: {
      call: { returns: 'LifecycleDecorator' },
      members: { register: { callbacks: [{ argument: 0, keyword: 'callback', ...lifecycle }] } },
    },
    Decorator: decorator(update),
    LifecycleDecorator: decorator(lifecycle),
    Bot: { members: { session: {}, token: {}, id: {}, '*': promised('network') } },
  },
};

const slack: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Slack listener' };
const listeners = ['action', 'command', 'error', 'event', 'function', 'message', 'middleware', 'options', 'shortcut'];

export const slackBolt: Library = {
  language: 'python',
  modules: ['slack_bolt'],
  source: 'https://docs.slack.dev/tools/bolt-python/',
  exports: { App: { returns: 'App' } },
  types: {
    // Listeners run on a pool of threads.
    App: { members: each([...listeners, 'view'], { returns: 'Decorator' }) },
    Decorator: decorator({ runs: 'thread', label: 'Slack listener' }),
  },
};

export const slackBoltAsync: Library = {
  language: 'python',
  modules: ['slack_bolt.async_app', 'slack_bolt.app.async_app'],
  source: 'https://docs.slack.dev/tools/bolt-python/reference/async_app.html',
  exports: { AsyncApp: { returns: 'AsyncApp' } },
  types: {
    AsyncApp: { members: each([...listeners, 'view'], { returns: 'Decorator' }) },
    Decorator: decorator(slack),
  },
};

const asks: Entry = waits('network', {
  twin: different('slack_sdk.web.async_client#AsyncWebClient', 'AsyncWebClient has the same methods, awaited.'),
});

/** A method for each of some 200 calls of the service. */
export const slackSdk: Library = {
  language: 'python',
  modules: ['slack_sdk', 'slack_sdk.web'],
  source: 'https://docs.slack.dev/tools/python-slack-sdk/web',
  exports: { WebClient: { returns: 'WebClient' } },
  types: { WebClient: { members: { token: {}, headers: {}, '*': asks } } },
};

export const slackSdkAsync: Library = {
  language: 'python',
  modules: ['slack_sdk.web.async_client'],
  source: 'https://docs.slack.dev/tools/python-slack-sdk/web#async-io',
  exports: { AsyncWebClient: { returns: 'AsyncWebClient' } },
  types: { AsyncWebClient: { members: { token: {}, headers: {}, session: {}, '*': promised('network') } } },
};
