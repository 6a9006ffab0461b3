import type { Entry, Library, TypeEntry } from '../schema.ts';
import { different, each, promised, waits } from './build.ts';

/** Browsers driven from outside: every call waits for the other process. */

const parts: Readonly<Record<string, Entry>> = {
  ...each(['chromium', 'firefox', 'webkit', 'keyboard', 'mouse', 'request'], { type: 'Part' }),
  ...each(['contexts', 'pages'], {}),
};

const gives = [
  'get_by_label',
  'get_by_placeholder',
  'get_by_role',
  'get_by_test_id',
  'get_by_text',
  'get_by_title',
  'locator',
  'frame_locator',
  'filter',
  'nth',
];

const asks = ['click', 'close', 'content', 'count', 'dblclick', 'evaluate', 'evaluate_handle', 'fill', 'get_attribute']
  .concat(['goto', 'hover', 'inner_html', 'inner_text', 'is_visible', 'launch', 'new_context', 'new_page', 'pdf'])
  .concat(['press', 'query_selector', 'query_selector_all', 'reload', 'screenshot', 'select_option', 'set_content'])
  .concat(['start', 'stop', 'text_content', 'title', 'type', 'wait_for', 'wait_for_load_state', 'wait_for_selector'])
  .concat(['wait_for_timeout', 'wait_for_url', 'connect', 'connect_over_cdp', 'launch_persistent_context']);

/** Browser, context, page and locator as one type: what a call gives is another part, and a page does one thing at a time. */
function part(call: Entry): TypeEntry {
  return { serial: true, members: { ...parts, ...each(gives, { returns: 'Part' }), ...each(asks, call) } };
}

const asyncApi = different(
  'playwright.async_api#async_playwright',
  'playwright.async_api has the same classes and methods, awaited.',
);

export const playwrightSync: Library = {
  language: 'python',
  modules: ['playwright.sync_api'],
  source: 'https://playwright.dev/python/docs/library',
  exports: { sync_playwright: { returns: 'Part' } },
  types: { Part: part(waits('process', { returns: 'Part', twin: asyncApi })) },
};

export const playwrightAsync: Library = {
  language: 'python',
  modules: ['playwright.async_api'],
  source: 'https://playwright.dev/python/docs/library',
  exports: { async_playwright: { returns: 'Part' } },
  types: { Part: part(promised('process', 'Part')) },
};

const commands: Entry = waits('process');

export const selenium: Library = {
  language: 'python',
  modules: ['selenium.webdriver'],
  source: 'https://www.selenium.dev/documentation/webdriver/getting_started/',
  exports: each(['Chrome', 'Edge', 'Firefox', 'Remote', 'Safari'], {
    ...waits('process', { weight: 'heavy', cost: 'a browser starts: seconds', returns: 'WebDriver' }),
  }),
  types: {
    WebDriver: {
      serial: true,
      threads: 'unsafe',
      holds: { what: 'processes', closedBy: ['quit'] },
      members: {
        ...each(['back', 'close', 'execute_async_script', 'execute_script', 'forward', 'get', 'quit'], commands),
        ...each(['find_elements', 'get_screenshot_as_png', 'refresh', 'save_screenshot'], commands),
        find_element: { ...commands, returns: 'WebElement' },
      },
    },
    WebElement: {
      serial: true,
      members: each(['clear', 'click', 'find_element', 'get_attribute', 'send_keys', 'submit'], commands),
    },
  },
};
