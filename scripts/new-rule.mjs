// npm run new-rule -- <smell>: makes the rule's file, its page and its cases, and adds it to the index.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const indexFile = join(root, 'src/rules/index.ts');

const [smell, ...others] = process.argv.slice(2);
const trouble = troubleWith(smell, others);
if (trouble) {
  console.error(trouble);
  process.exit(2);
}

const name = smell.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const made = [
  ['rule.ts', `src/rules/${smell}.ts`],
  ['page.md', `media/rules/${smell}.md`],
  ['cases.md', `test/rules/${smell}.md`],
];
for (const [template, path] of made) {
  const text = readFileSync(join(import.meta.dirname, 'new-rule', `${template}.template`), 'utf8');
  writeFileSync(join(root, path), text.replaceAll('{{smell}}', smell).replaceAll('{{name}}', name));
}
writeFileSync(indexFile, withRule(readFileSync(indexFile, 'utf8')));

console.log(`Made, and added to src/rules/index.ts:\n${made.map(([, path]) => `  ${path}\n`).join('')}
Next: write the cases first, then the rule, then the page. \`npx vitest run test/rules test/unit/rules\` says what is missing.`);

/** Why there can be no rule of this name. */
function troubleWith(wanted, rest) {
  if (wanted === undefined || rest.length > 0)
    return 'Usage: npm run new-rule -- <smell>, for example: orphaned-promise';
  if (!/^[a-z]+(-[a-z]+)*$/.test(wanted))
    return `\`${wanted}\` should be small words with dashes, such as orphaned-promise.`;
  const taken = ['src/rules', 'media/rules', 'test/rules'].flatMap((folder) =>
    [`${folder}/${wanted}.ts`, `${folder}/${wanted}.md`].filter((path) => existsSync(join(root, path))),
  );
  return taken.length > 0 ? `There is a rule or a file of this name: ${taken.join(', ')}` : undefined;
}

/** The index with one more import and one more rule, both in the order of names. */
function withRule(index) {
  const line = `import { ${name} } from './${smell}.ts';`;
  const imports = [...index.matchAll(/^import .*;$/gm)].map(([text]) => text);
  const sorted = [...imports, line].sort((a, b) => (moduleOf(a) < moduleOf(b) ? -1 : 1));
  const body = index.slice(index.lastIndexOf(imports.at(-1)) + imports.at(-1).length);
  const list = /(rules: readonly Rule\[\] = )\[([^\]]*)\]/;
  return (
    sorted.join('\n') +
    body.replace(list, (_, start, names) => {
      const all = [
        ...names
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean),
        name,
      ].sort();
      const oneLine = `export const ${start}[${all.join(', ')}];`;
      return oneLine.length <= 120
        ? `${start}[${all.join(', ')}]`
        : `${start}[\n${all.map((each) => `  ${each},\n`).join('')}]`;
    })
  );
}

function moduleOf(line) {
  return /'(.*)'/.exec(line)?.[1] ?? '';
}
