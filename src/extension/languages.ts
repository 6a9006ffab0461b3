export const languages: readonly string[] = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'python',
];

/** Files on disk, new ones, and those of a remote repository. Not the read-only sides of a diff. */
const schemes = ['file', 'untitled', 'vscode-vfs'];

/** The cells of notebooks are synchronised with their notebook, and asked about one by one. */
const cells = ['vscode-notebook-cell', 'vscode-interactive-input'].map((scheme) => ({ language: 'python', scheme }));

export const selector = [...languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme }))), ...cells];
