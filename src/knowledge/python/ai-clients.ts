import type { Entry, Library, TypeEntry } from '../schema.ts';
import { each, promised, waits } from './build.ts';

/** Clients of language models: an answer takes seconds, and each client has a twin of the same methods, awaited. */

/** Ten minutes, tried again twice, unless the client or the call says otherwise. */
const timeout = { keyword: 'timeout', unit: 's', default: 600 } as const;

/** Every part of a client leads to the next one, and each of these methods asks the service. */
function client(asks: Entry): TypeEntry['members'] {
  return {
    ...each(['create', 'parse', 'stream', 'retrieve', 'list', 'delete', 'cancel', 'generate', 'edit'], asks),
    ...each(['count_tokens', 'content', 'update', 'create_and_poll', 'upload'], asks),
    ...each(['with_options', 'copy'], { returns: 'this' }),
    ...each(['close'], {}),
  };
}

function clients(parts: readonly string[]): Readonly<Record<string, TypeEntry>> {
  const make = (type: string, asks: Entry): TypeEntry => ({
    holds: { what: 'connections', closedBy: ['close'] },
    members: { ...client(asks), ...each(parts, { type }) },
  });
  return {
    Client: { ...make('Client', { ...waits('network', { cost: 'seconds to minutes' }), timeout }), threads: 'safe' },
    AsyncClient: make('AsyncClient', { ...promised('network'), timeout }),
  };
}

export const openai: Library = {
  language: 'python',
  modules: ['openai'],
  source: 'https://github.com/openai/openai-python#async-usage',
  exports: {
    ...each(['AzureOpenAI', 'OpenAI'], { returns: 'Client' }),
    ...each(['AsyncAzureOpenAI', 'AsyncOpenAI'], { returns: 'AsyncClient' }),
  },
  types: clients([
    'audio',
    'batches',
    'beta',
    'chat',
    'completions',
    'conversations',
    'embeddings',
    'files',
    'fine_tuning',
    'images',
    'jobs',
    'messages',
    'models',
    'moderations',
    'responses',
    'runs',
    'speech',
    'threads',
    'transcriptions',
    'translations',
    'vector_stores',
  ]),
};

export const anthropic: Library = {
  language: 'python',
  modules: ['anthropic'],
  source: 'https://github.com/anthropics/anthropic-sdk-python#async-usage',
  exports: {
    ...each(['Anthropic', 'AnthropicBedrock', 'AnthropicVertex'], { returns: 'Client' }),
    ...each(['AsyncAnthropic', 'AsyncAnthropicBedrock', 'AsyncAnthropicVertex'], { returns: 'AsyncClient' }),
  },
  types: clients(['batches', 'beta', 'completions', 'files', 'messages', 'models']),
};
