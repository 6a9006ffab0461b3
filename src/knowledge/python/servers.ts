import type { Callback, Library } from '../schema.ts';
import { decorator, each, type Entries } from './build.ts';

/** What starts a server, and Quart: Flask with its views on the loop. */

export const uvicorn: Library = {
  language: 'python',
  modules: ['uvicorn'],
  source: 'https://www.uvicorn.org/deployment/#running-programmatically',
  exports: { run: { entersLoop: true }, Server: { returns: 'Server' } },
  types: { Server: { members: { run: { entersLoop: true }, serve: { promise: true } } } },
};

/** A `def` view is taken to a thread. */
const view: Omit<Callback, 'argument'> = { runs: 'handler', syncRuns: 'thread', label: 'Quart view' };

const routing: Entries = {
  ...each(['delete', 'get', 'patch', 'post', 'put', 'route', 'websocket', 'errorhandler'], {
    returns: 'ViewDecorator',
  }),
  add_url_rule: { callbacks: [{ argument: 2, keyword: 'view_func', ...view }] },
  ...each(['after_request', 'before_request', 'teardown_request'], { callbacks: [{ argument: 0, ...view }] }),
  ...each(['after_serving', 'before_serving', 'while_serving'], { callbacks: [{ argument: 0, runs: 'lifecycle' }] }),
};

export const quart: Library = {
  language: 'python',
  modules: ['quart'],
  source: 'https://quart.palletsprojects.com/en/latest/how_to_guides/sync_code.html',
  exports: { Quart: { returns: 'Quart' }, Blueprint: { returns: 'Blueprint' } },
  types: {
    Quart: {
      members: {
        ...routing,
        add_background_task: {
          callbacks: [
            { argument: 0, keyword: 'func', runs: 'once', syncRuns: 'thread', label: 'Quart background task' },
          ],
        },
      },
    },
    Blueprint: { members: routing },
    ViewDecorator: decorator(view),
  },
};
