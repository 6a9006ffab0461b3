/** The extensions that each parser takes, without the dot: known without loading the parser. `.js` may contain JSX. */
export const javaScriptExtensions = ['js', 'cjs', 'mjs', 'jsx', 'ts', 'cts', 'mts', 'tsx'] as const;
export const pythonExtensions = ['py', 'pyi', 'pyw'] as const;
