import type { Span } from '../../../model/span.ts';
import { parseForEditing, ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from '../edit/session.ts';

/** Where a type is written, and how it reads once promises are kept there. */
export interface NewType {
  readonly span: Span;
  readonly text: string;
}

/** `Client | undefined` becomes `Promise<Client> | undefined`. */
export function promiseOr(type: ts.TypeNode): string {
  const members = ts.isUnionTypeNode(type) ? type.types : [type];
  const isEmpty = (each: ts.TypeNode): boolean => /^(?:undefined|null)$/.test(each.getText());
  const given = members.filter((each) => !isEmpty(each)).map((each) => each.getText());
  const left = members.filter(isEmpty).map((each) => each.getText());
  return [`Promise<${given.join(' | ')}>`, ...(left.length > 0 ? left : ['undefined'])].join(' | ');
}

/** The type of what a map of this type holds. */
export function heldBy(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  const isMap = type && ts.isTypeReferenceNode(type) && /^(?:Weak)?Map$/.test(type.typeName.getText());
  return isMap ? type.typeArguments?.[1] : undefined;
}

/**
 * The type in the comment above a declaration of JavaScript, which its type checkers read: `@type {Client | undefined}`. Undefined where
 * there is none, `unclear` where it cannot be read.
 */
export function documentedType(
  { typescript, text, source }: Session,
  declared: ts.Node,
  rewrite: (type: ts.TypeNode) => NewType | undefined,
): NewType | 'unclear' | undefined {
  if (typescript) return undefined;
  const comment = ts.getLeadingCommentRanges(text, declared.getFullStart())?.at(-1);
  const words = comment && comment.end <= declared.getStart(source) ? text.slice(comment.pos, comment.end) : '';
  if (!comment || !/@type\b/.test(words)) return undefined;
  const found = /(@type\s*\{)([^{}]*)\}/.exec(words);
  const [, before = '', written = ''] = found ?? [];
  if (!found) return 'unclear';
  const isNullable = written.startsWith('?');
  const readable = isNullable ? `${written.slice(1)} | null` : written;
  const [alias] = parseForEditing('type.ts', `type T = ${readable}`).source.statements;
  const changed = alias && ts.isTypeAliasDeclaration(alias) ? rewrite(alias.type) : undefined;
  if (!changed) return 'unclear';
  const start = comment.pos + found.index + before.length;
  const shift = 'type T = '.length;
  const { span } = changed;
  return {
    span: { start, end: start + written.length },
    text: readable.slice(0, span.start - shift) + changed.text + readable.slice(span.end - shift),
  };
}
