import type { Session } from '../edit/session.ts';

/**
 * The `code` of what was caught, by its name. To a compiler that may be anything; JavaScript that is checked, or written with types in
 * its comments and so perhaps checked, has the type in a comment.
 */
export function codeOf({ typescript, text }: Session, name: string): string {
  if (typescript) return `(${name} as NodeJS.ErrnoException).code`;
  const isTyped = /^\s*\/\/\s*@ts-check\b/m.test(text) || /@(?:param|returns?|type|typedef)\s*\{/.test(text);
  return `${isTyped ? `/** @type {NodeJS.ErrnoException} */ (${name})` : name}.code`;
}
