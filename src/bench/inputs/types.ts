// Simple written types, read without a compiler: what inputs can be made for. Anything else is undefined, never guessed.

export type SimpleType =
  | { readonly kind: 'number' | 'string' | 'boolean' | 'bigint' | 'null' | 'undefined' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'list'; readonly item: SimpleType }
  | { readonly kind: 'tuple'; readonly items: readonly SimpleType[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [name: string, type: SimpleType])[] }
  | { readonly kind: 'union'; readonly options: readonly SimpleType[] };

const primitives = ['number', 'string', 'boolean', 'bigint', 'null', 'undefined'] as const;

/** The type that `text` writes down, or undefined where it is more than lists, records and primitive values. */
export function parseSimpleType(text: string): SimpleType | undefined {
  const tokens = text.match(/"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|[\w$]+|[^\s]/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };

  function union(): SimpleType | undefined {
    take('|');
    const options: SimpleType[] = [];
    do {
      const option = postfix();
      if (!option) return undefined;
      options.push(option);
    } while (take('|'));
    const [only, ...others] = options;
    return others.length === 0 ? only : { kind: 'union', options };
  }

  function postfix(): SimpleType | undefined {
    take('readonly');
    let type = atom();
    while (type && take('[')) {
      if (!take(']')) return undefined;
      type = { kind: 'list', item: type };
    }
    return type;
  }

  function atom(): SimpleType | undefined {
    if (take('(')) return closing(union(), ')');
    if (take('[')) return tuple();
    if (take('{')) return object();
    const token = tokens[at];
    if (token === undefined) return undefined;
    at += 1;
    const primitive = primitives.find((each) => each === token);
    if (primitive) return { kind: primitive };
    if (/^(["'\d-]|true$|false$)/.test(token)) return { kind: 'literal', text: token };
    if (token !== 'Array' && token !== 'ReadonlyArray') return undefined;
    const item = take('<') ? closing(union(), '>') : undefined;
    return item && { kind: 'list', item };
  }

  function closing(type: SimpleType | undefined, token: string): SimpleType | undefined {
    return take(token) ? type : undefined;
  }

  function tuple(): SimpleType | undefined {
    const items: SimpleType[] = [];
    while (!take(']')) {
      const item = union();
      if (!item) return undefined;
      items.push(item);
      take(',');
    }
    return { kind: 'tuple', items };
  }

  function object(): SimpleType | undefined {
    const fields: [string, SimpleType][] = [];
    while (!take('}')) {
      take('readonly');
      const name = tokens[at] ?? '';
      at += 1;
      const optional = take('?');
      const type = /^[\w$]+$/.test(name) && take(':') ? union() : undefined;
      if (!type) return undefined;
      fields.push([name, optional ? { kind: 'union', options: [type, { kind: 'undefined' }] } : type]);
      if (!take(';')) take(',');
    }
    return { kind: 'object', fields };
  }

  const type = union();
  return at === tokens.length ? type : undefined;
}
