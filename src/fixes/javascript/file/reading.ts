import { ts } from '../../../syntax/javascript/tree.ts';
import { isCallable } from '../edit/nodes.ts';

/** A call that reads a file, with what is made of the text right there. */
export interface Reading {
  readonly use: ts.CallExpression;
  /** `JSON.parse(await readFile(path))` as a whole. */
  readonly whole: ts.Expression;
  readonly isSync: boolean;
  readonly isAwaited: boolean;
}

/** Of strings and bytes, and known not to touch a file. */
const methods = new Set(['toString', 'trim', 'split', 'toLowerCase', 'slice']);

/** The reading that `use` is the heart of; undefined where it could do more than read. */
export function readingAround(use: ts.CallExpression, isSync: boolean): Reading | undefined {
  if (!use.arguments.every(isPlain) || use.questionDotToken) return undefined;
  const isAwaited = ts.isAwaitExpression(use.parent);
  let whole: ts.Expression = isAwaited ? use.parent : use;
  for (;;) {
    const { parent }: ts.Node = whole;
    if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent))
      whole = parent;
    else if (ts.isCallExpression(parent) && parent.arguments[0] === whole && isParser(parent)) whole = parent;
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === whole && methods.has(parent.name.text)) {
      if (!ts.isCallExpression(parent.parent) || parent.parent.expression !== parent) return undefined;
      if (!parent.parent.arguments.every((each) => ts.isStringLiteral(each) || ts.isNumericLiteral(each)))
        return undefined;
      whole = parent.parent;
    } else break;
  }
  if (!isSync && !isAwaited && whole !== use) return undefined;
  return { use, whole, isSync, isAwaited };
}

function isParser({ expression, arguments: given }: ts.CallExpression): boolean {
  return given.length === 1 && expression.getText() === 'JSON.parse';
}

/** No callback, and no flag that makes the file where it is missing. */
function isPlain(node: ts.Expression, index: number): boolean {
  if (index === 0) return !ts.isSpreadElement(node);
  if (isCallable(node) || ts.isSpreadElement(node) || index > 1) return false;
  if (ts.isStringLiteral(node)) return true;
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.every(({ name }) => name && ts.isIdentifier(name) && name.text === 'encoding')
  );
}

/** The type of what it gives, where that can be written down; undefined where it cannot. */
export function typeOfReading({ use, whole }: Reading): string | undefined {
  const inner = ts.isAwaitExpression(use.parent) ? use.parent : use;
  if (whole !== inner || !/readFile(?:Sync)?$/.test(use.expression.getText())) return undefined;
  const [, encoding] = use.arguments;
  if (!encoding) return 'Buffer';
  return ts.isStringLiteral(encoding) && /^(?:utf-?8|latin1|ascii|hex|base64)$/i.test(encoding.text)
    ? 'string'
    : undefined;
}
