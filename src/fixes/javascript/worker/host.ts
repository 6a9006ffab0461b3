import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** Why the file is none that Node runs; undefined where it may be one. */
export function troubleWithHost(session: Session): string | undefined {
  if (!runsInBrowser(session)) return undefined;
  return 'This file seems to run in a browser, where Piscina does not. Use a `Worker` of the browser instead.';
}

export function runsInBrowser({ source, scopes, text }: Session): boolean {
  const isJsx = some(source, (node) => ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node));
  const browser = ['window', 'document', 'localStorage', 'navigator'];
  const isBrowser = scopes.freeIn(source).some((name) => browser.includes(name.text) && !scopes.declarationOf(name));
  return isJsx || isBrowser || /^\s*['"]use client['"]/.test(text);
}
