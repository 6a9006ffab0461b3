import type { Callback, Library } from '../schema.ts';
import { decorator, each, type Entries } from './build.ts';

/** A server under WSGI gives each request a thread; an async view gets a loop of its own there. */
const view: Omit<Callback, 'argument'> = { runs: 'thread', label: 'Flask view' };

const routing: Entries = {
  ...each(['delete', 'get', 'patch', 'post', 'put', 'route'], { returns: 'ViewDecorator' }),
  add_url_rule: { callbacks: [{ argument: 2, keyword: 'view_func', ...view }] },
  ...each(['after_request', 'before_request', 'context_processor', 'teardown_request'], {
    callbacks: [{ argument: 0, ...view }],
  }),
  errorhandler: { returns: 'ViewDecorator' },
};

export const flask: Library = {
  language: 'python',
  modules: ['flask'],
  source: 'https://flask.palletsprojects.com/en/stable/async-await/',
  exports: { Flask: { returns: 'Flask' }, Blueprint: { returns: 'Blueprint' } },
  types: {
    Flask: { members: routing },
    Blueprint: {
      members: {
        ...routing,
        ...each(['after_app_request', 'before_app_request'], { callbacks: [{ argument: 0, ...view }] }),
      },
    },
    ViewDecorator: decorator(view),
  },
};
