/** Methods of lists, strings, maps, sets and dates by what they give and do; all others are taken to write. */

/** They give a number, a string or a truth value. */
export const valueMethods = new Set([
  ...[
    'join',
    'toString',
    'toFixed',
    'toPrecision',
    'toLocaleString',
    'includes',
    'indexOf',
    'lastIndexOf',
    'findIndex',
  ],
  ...['findLastIndex', 'some', 'every', 'has', 'charCodeAt', 'codePointAt', 'charAt', 'startsWith', 'endsWith', 'trim'],
  ...['trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'replace', 'replaceAll', 'padStart', 'padEnd', 'repeat'],
  ...['substring', 'substr', 'search', 'test', 'localeCompare', 'normalize', 'getTime', 'getFullYear', 'getMonth'],
  ...['getDate', 'getDay', 'getHours', 'getMinutes', 'getSeconds', 'getMilliseconds', 'toISOString', 'valueOf'],
  ...['split', 'match', 'matchAll', 'forEach', 'hasOwnProperty', 'exec', 'getUTCFullYear', 'getUTCMonth', 'getUTCDate'],
]);

/** They give a new list of the same things. */
export const shallowCopies = new Set([
  ...['slice', 'filter', 'map', 'flat', 'flatMap', 'concat', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  ...['keys', 'values', 'entries'],
]);

/** They write to nothing. */
export const readers = new Set([
  ...valueMethods,
  ...shallowCopies,
  ...['get', 'at', 'find', 'findLast', 'reduce', 'reduceRight', 'subarray'],
]);

/** Functions of the language that give a number or a string, or a copy all the way down. */
export const globalCalls = new Set([
  ...['parseInt', 'parseFloat', 'isNaN', 'isFinite', 'Number', 'String', 'Boolean', 'BigInt', 'structuredClone'],
  ...['encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'],
]);

/** `Object.…` and `Reflect.…` that write to their first argument. */
export const writesFirst = new Set([
  ...['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'freeze', 'seal', 'preventExtensions', 'set'],
]);
