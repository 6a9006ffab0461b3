export const languages: readonly string[] = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'python',
];

/** Files on disk, new ones, and those of a remote repository. Not the read-only sides of a diff. */
const schemes = ['file', 'untitled', 'vscode-vfs'];

export const selector = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
