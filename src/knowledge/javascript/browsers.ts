import type { Library, TypeEntry } from '../schema.ts';
import { each, promised } from './build.ts';

/** Browsers that programs drive. What a page is told happens one after the other. */

const asked = promised('process');

const page: TypeEntry = {
  serial: true,
  members: {
    ...each(['$', '$$', '$$eval', '$eval', 'evaluate', 'evaluateHandle'], asked),
    ...each(['bringToFront', 'close', 'content', 'goBack', 'goForward', 'goto', 'pdf', 'reload', 'screenshot'], asked),
    ...each(['click', 'fill', 'focus', 'hover', 'press', 'select', 'selectOption', 'setContent', 'tap', 'type'], asked),
    ...each(
      ['addScriptTag', 'addStyleTag', 'exposeFunction', 'setExtraHTTPHeaders', 'setUserAgent', 'setViewport'],
      asked,
    ),
    ...each(['title', 'waitForFunction', 'waitForNavigation', 'waitForSelector'], asked),
  },
};

const types: NonNullable<Library['types']> = {
  Launcher: { members: { ...each(['connect', 'launch'], { ...asked, returns: 'Browser' }) } },
  Browser: {
    members: {
      newPage: { ...asked, returns: 'Page' },
      ...each(['createBrowserContext', 'newContext'], { ...asked, returns: 'Context' }),
      close: asked,
    },
  },
  Context: { members: { newPage: { ...asked, returns: 'Page' }, close: asked } },
  Page: page,
};

export const puppeteer: Library = {
  language: 'javascript',
  modules: ['puppeteer', 'puppeteer-core'],
  source: 'https://pptr.dev/api',
  exports: { default: { type: 'Launcher' }, ...each(['connect', 'launch'], { ...asked, returns: 'Browser' }) },
  types,
};

export const playwright: Library = {
  language: 'javascript',
  modules: ['playwright', 'playwright-core'],
  source: 'https://playwright.dev/docs/api/class-page',
  exports: each(['chromium', 'firefox', 'webkit'], { type: 'Launcher' }),
  types,
};
