import type { Callback, Library } from '../schema.ts';
import { each, offloaded } from './build.ts';

/** Listeners that are neither async nor marked `@callback` are taken to a thread. */
function listener(argument: number, keyword: string, runs: Callback['runs'] = 'event'): Callback {
  return { argument, keyword, runs, syncRuns: 'thread', label: 'Home Assistant listener' };
}

export const homeAssistantCore: Library = {
  language: 'python',
  modules: ['homeassistant.core'],
  source: 'https://developers.home-assistant.io/docs/asyncio_working_with_async',
  exports: {
    HomeAssistant: { returns: 'HomeAssistant' },
    // What is marked by it runs on the loop.
    callback: { callbacks: [{ argument: 0, runs: 'event', label: 'Home Assistant callback' }] },
  },
  types: {
    HomeAssistant: {
      members: {
        async_add_executor_job: { promise: true, callbacks: [offloaded('thread', 0, 'target')] },
        async_add_import_executor_job: { promise: true, callbacks: [offloaded('thread', 0, 'target')] },
        // It keeps the tasks, and waits for them before it stops.
        async_create_task: {
          promise: true,
          handle: 'asyncio#Task',
          spawns: { argument: 0, owned: true },
          loopOnly: 'homeassistant.core#HomeAssistant.create_task',
        },
        async_create_background_task: { promise: true, handle: 'asyncio#Task', spawns: { argument: 0, owned: true } },
        async_block_till_done: { promise: true },
        // From other threads: it gives a concurrent Future, or blocks until it is done.
        add_job: { callbacks: [{ argument: 0, runs: 'once' }] },
        create_task: { spawns: { argument: 0, owned: true } },
        async_add_job: { promise: true, callbacks: [{ argument: 0, runs: 'once', syncRuns: 'thread' }] },
        async_run_hass_job: { callbacks: [{ argument: 0, runs: 'once', syncRuns: 'thread' }] },
        bus: { type: 'EventBus' },
        services: { type: 'ServiceRegistry' },
        loop: { type: 'asyncio#AbstractEventLoop' },
      },
    },
    EventBus: {
      members: {
        ...each(['async_listen', 'async_listen_once'], { callbacks: [listener(1, 'listener')] }),
        async_fire: {},
      },
    },
    ServiceRegistry: {
      members: {
        async_register: {
          callbacks: [{ ...listener(2, 'service_func', 'handler'), label: 'Home Assistant service' }],
        },
        async_call: { promise: true },
      },
    },
  },
};

export const homeAssistantEvents: Library = {
  language: 'python',
  modules: ['homeassistant.helpers.event'],
  source: 'https://developers.home-assistant.io/docs/integration_listen_events',
  exports: {
    async_track_state_change_event: { callbacks: [listener(2, 'action')] },
    async_track_time_interval: { callbacks: [listener(1, 'action', 'timer')] },
    async_call_later: { callbacks: [listener(2, 'action', 'timer')] },
  },
};

export const homeAssistantHttp: Library = {
  language: 'python',
  modules: ['homeassistant.helpers.aiohttp_client'],
  source: 'https://developers.home-assistant.io/docs/core/integration-quality-scale/rules/inject-websession',
  exports: each(['async_create_clientsession', 'async_get_clientsession'], { returns: 'aiohttp#ClientSession' }),
};
