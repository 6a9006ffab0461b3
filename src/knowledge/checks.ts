/* Checks of JSON that a person wrote: each reports what is wrong as a sentence that starts with the place. */

export type Report = (problem: string) => void;
export type Check = (value: unknown, path: string, report: Report) => void;

export const text: Check = (value, path, report) => {
  if (typeof value !== 'string' || value === '') report(`${path} must be a string, not ${shown(value)}.`);
};

export const flag: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(`${path} must be true or false, not ${shown(value)}.`);
};

export const index: Check = (value, path, report) => {
  if (!Number.isInteger(value)) report(`${path} must be the whole number of an argument, not ${shown(value)}.`);
};

export const count: Check = (value, path, report) => {
  if (typeof value !== 'number' || !(value >= 0)) report(`${path} must be a number from 0 on, not ${shown(value)}.`);
};

export const literal: Check = (value, path, report) => {
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
    report(`${path} must be a string, a number, true, false or null, not ${shown(value)}.`);
  }
};

/** One of the words; `other` allows what is none of them. */
export function oneOf(
  words: readonly string[],
  other?: { readonly said: string; readonly is: (value: unknown) => boolean },
): Check {
  const said = [...words.map((word) => `"${word}"`), ...(other ? [other.said] : [])];
  const expected = said.length > 1 ? `${said.slice(0, -1).join(', ')} or ${said.at(-1) ?? ''}` : said.join('');
  return (value, path, report) => {
    if (other?.is(value) || words.some((word) => word === value)) return;
    report(`${path} must be ${expected}, not ${shown(value)}.`);
  };
}

export function listOf(check: Check, atLeast = 0): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report(`${path} must be a list, not ${shown(value)}.`);
    else if (value.length < atLeast) report(`${path} must not be empty.`);
    else value.forEach((item, at) => check(item, `${path}[${at}]`, report));
  };
}

/** An object with names of the user's own. */
export function recordOf(check: Check): Check {
  return (value, path, report) => {
    if (!isObject(value)) report(`${path} must be an object, not ${shown(value)}.`);
    else for (const [name, item] of Object.entries(value)) check(item, at(path, name), report);
  };
}

/** An object with the fields of the schema and no other. */
export function shape(fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value, path, report) => {
    if (!isObject(value)) {
      report(`${path || 'A library'} must be an object, not ${shown(value)}.`);
      return;
    }
    for (const [name, item] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check) check(item, at(path, name), report);
      else report(`${at(path, name)} is not known. ${advice(name, Object.keys(fields))}`);
    }
    for (const name of required) if (!Object.hasOwn(value, name)) report(`${at(path, name)} is missing.`);
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function at(path: string, name: string): string {
  const plain = /^[\w$*]+$/.test(name);
  if (!plain) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}

/** What was found instead, short enough for a sentence. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (value === '') return 'an empty string';
  return typeof value === 'string' ? `"${value}"` : String(value);
}

export function advice(name: string, known: readonly string[]): string {
  const close = known.find((each) => isClose(each.toLowerCase(), name.toLowerCase()));
  if (close !== undefined) return `Did you mean "${close}"?`;
  return known.length > 0 ? `Known are ${known.map((each) => `"${each}"`).join(', ')}.` : '';
}

/** At most two letters added, left out or swapped for others. */
function isClose(a: string, b: string): boolean {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [line, letter] of Array.from(a).entries()) {
    const next = [line + 1];
    for (let column = 1; column <= b.length; column++) {
      const left = next[column - 1] ?? 0;
      const above = row[column] ?? 0;
      const before = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min(left + 1, above + 1, before));
    }
    row = next;
  }
  return (row.at(-1) ?? 0) <= 2;
}
