import type { Callback, Library } from '../schema.ts';
import { decorator, each, overridden, promised, type Entries } from './build.ts';

const command: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Discord command' };
const event: Omit<Callback, 'argument'> = {
  runs: 'handler',
  label: 'Discord event',
  parametersOf: {
    on_command_error: ['discord.ext.commands#Context'],
    on_guild_join: ['discord#Guild'],
    on_guild_remove: ['discord#Guild'],
    on_interaction: ['discord#Interaction'],
    on_member_join: ['discord#Member'],
    on_member_remove: ['discord#Member'],
    on_member_update: ['discord#Member', 'discord#Member'],
    on_message: ['discord#Message'],
    on_message_delete: ['discord#Message'],
    on_message_edit: ['discord#Message', 'discord#Message'],
    on_reaction_add: [null, 'discord#Member'],
    on_reaction_remove: [null, 'discord#Member'],
    on_thread_create: ['discord#Thread'],
    on_voice_state_update: ['discord#Member'],
  },
};

/** `@bot.event` is used as it is, the others with parentheses. */
const client: Entries = {
  event: { callbacks: [{ argument: 0, ...event }] },
  ...each(['connect', 'login', 'start', 'wait_until_ready'], promised('network')),
  run: { entersLoop: true },
  loop: { type: 'asyncio#AbstractEventLoop' },
};

/** What others are told takes a request each time. */
const said: Entries = each(
  ['add_reaction', 'clear_reactions', 'delete', 'edit', 'pin', 'publish', 'reply', 'unpin'],
  promised('network'),
);

/** Where a message or a command came from; what is written to a person goes to their own channel. */
const around: Entries = {
  author: { type: 'discord#Member' },
  channel: { type: 'discord#TextChannel' },
  guild: { type: 'discord#Guild' },
};

const clientOverrides = {
  ...overridden(
    [
      'on_guild_join',
      'on_interaction',
      'on_member_join',
      'on_member_remove',
      'on_message',
      'on_raw_reaction_add',
      'on_reaction_add',
      'on_ready',
      'on_voice_state_update',
    ],
    event,
  ),
  ...overridden(['setup_hook'], { runs: 'lifecycle' }),
};

export const discord: Library = {
  language: 'python',
  modules: ['discord'],
  source: 'https://discordpy.readthedocs.io/en/stable/api.html',
  exports: each(['AutoShardedClient', 'Client'], { returns: 'Client' }),
  types: {
    Client: {
      members: client,
      overrides: clientOverrides,
    },
    Message: { members: { ...said, ...around } },
    TextChannel: { members: each(['delete', 'edit', 'fetch_message', 'purge', 'send'], promised('network')) },
    Thread: { extends: 'TextChannel', members: {} },
    Member: {
      members: each(['add_roles', 'ban', 'edit', 'kick', 'remove_roles', 'send', 'timeout'], promised('network')),
    },
    User: { members: each(['send'], promised('network')) },
    Guild: {
      members: each(
        ['ban', 'create_role', 'create_text_channel', 'fetch_channel', 'fetch_member', 'kick', 'leave', 'unban'],
        promised('network'),
      ),
    },
    Interaction: {
      members: {
        response: { type: 'InteractionResponse' },
        followup: { type: 'Webhook' },
        channel: { type: 'TextChannel' },
        guild: { type: 'Guild' },
        user: { type: 'Member' },
        ...each(['delete_original_response', 'edit_original_response', 'original_response'], promised('network')),
      },
    },
    InteractionResponse: {
      members: {
        ...each(['autocomplete', 'defer', 'edit_message', 'send_message', 'send_modal'], promised('network')),
        is_done: {},
      },
    },
    Webhook: { members: each(['delete', 'edit', 'send'], promised('network')) },
  },
};

export const discordCommands: Library = {
  language: 'python',
  modules: ['discord.ext.commands'],
  source: 'https://discordpy.readthedocs.io/en/stable/ext/commands/api.html',
  entryPoints: { setup: ['Bot'], teardown: ['Bot'] },
  exports: {
    ...each(['AutoShardedBot', 'Bot'], { returns: 'Bot' }),
    ...each(['command', 'group', 'hybrid_command', 'hybrid_group'], { returns: 'CommandDecorator' }),
    'Cog.listener': { returns: 'EventDecorator' },
    Cog: { returns: 'Cog' },
  },
  types: {
    Bot: {
      extends: 'discord#Client',
      overrides: clientOverrides,
      members: {
        ...each(['command', 'group', 'hybrid_command', 'hybrid_group'], { returns: 'CommandDecorator' }),
        listen: { returns: 'EventDecorator' },
        tree: { type: 'discord.app_commands#CommandTree' },
        process_commands: { promise: true },
        // Up to discord.py 1 these were no coroutines, and nothing in the code tells.
        ...each(['add_cog', 'load_extension', 'reload_extension'], { promise: true, ignorable: true }),
      },
    },
    Cog: {
      members: {},
      overrides: {
        ...overridden(['cog_load', 'cog_unload'], { runs: 'lifecycle' }),
        ...overridden(['cog_after_invoke', 'cog_before_invoke', 'cog_check', 'cog_command_error'], command),
      },
    },
    Context: {
      members: {
        ...each(['defer', 'fetch_message', 'invoke', 'reply', 'send', 'send_help'], promised('network')),
        ...around,
        message: { type: 'discord#Message' },
        bot: { type: 'Bot' },
      },
    },
    CommandDecorator: decorator({ ...command, parameters: ['Context'] }),
    EventDecorator: decorator(event),
  },
};

export const discordAppCommands: Library = {
  language: 'python',
  modules: ['discord.app_commands'],
  source: 'https://discordpy.readthedocs.io/en/stable/interactions/api.html',
  exports: { command: { returns: 'CommandDecorator' }, CommandTree: { returns: 'CommandTree' } },
  types: {
    CommandTree: { members: { command: { returns: 'CommandDecorator' }, sync: promised('network') } },
    CommandDecorator: decorator({ ...command, parameters: ['discord#Interaction'] }),
  },
};

export const discordTasks: Library = {
  language: 'python',
  modules: ['discord.ext.tasks'],
  source: 'https://discordpy.readthedocs.io/en/stable/ext/tasks/index.html',
  exports: { loop: { returns: 'LoopDecorator' } },
  types: { LoopDecorator: decorator({ runs: 'timer', label: 'Discord task' }) },
};

const update: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Telegram handler' };

const telegramJob: Callback = { argument: 0, keyword: 'callback', runs: 'timer', label: 'Telegram job' };

export const telegramExt: Library = {
  language: 'python',
  modules: ['telegram.ext'],
  source: 'https://docs.python-telegram-bot.org/en/stable/telegram.ext.handlers-tree.html',
  exports: {
    ...each(['CommandHandler', 'MessageHandler'], { callbacks: [{ argument: 1, keyword: 'callback', ...update }] }),
    ...each(
      [
        'CallbackQueryHandler',
        'ChatJoinRequestHandler',
        'ChatMemberHandler',
        'ChosenInlineResultHandler',
        'InlineQueryHandler',
        'PollAnswerHandler',
        'PollHandler',
        'PreCheckoutQueryHandler',
        'ShippingQueryHandler',
      ],
      { callbacks: [{ argument: 0, keyword: 'callback', ...update }] },
    ),
    Application: { returns: 'Application' },
    ...each(['Application.builder', 'ApplicationBuilder'], { returns: 'ApplicationBuilder' }),
  },
  types: {
    Application: {
      members: {
        add_error_handler: { callbacks: [{ argument: 0, keyword: 'callback', ...update }] },
        // It keeps the task and logs its errors.
        create_task: { promise: true, spawns: { argument: 0, owned: true } },
        job_queue: { type: 'JobQueue' },
      },
    },
    ApplicationBuilder: { members: { build: { returns: 'Application' }, '*': { returns: 'this' } } },
    JobQueue: {
      members: {
        run_once: { callbacks: [telegramJob] },
        ...each(['run_daily', 'run_monthly', 'run_repeating'], { callbacks: [{ ...telegramJob, repeats: true }] }),
      },
    },
  },
};
