import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isEvidence } from '../../../src/protocol/evidence-checks.ts';
import { allWalls } from '../../../src/model/evidence.ts';
import { measure } from './measuring.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readFileSync('media/evidence.schema.json', 'utf8')) as Schema;

/** What of a value the schema does not describe, or describes otherwise. */
function problems(value: unknown, part: Schema, path = ''): string[] {
  const rule = part.$ref === undefined ? part : (schema.$defs?.[part.$ref.replace('#/$defs/', '')] ?? {});
  if (rule.enum && !rule.enum.includes(value)) return [`${path} is ${String(value)}`];
  if (rule.type === 'array') {
    return Array.isArray(value)
      ? value.flatMap((item) => problems(item, rule.items ?? {}, `${path}[]`))
      : [`${path} is no list`];
  }
  if (rule.type === 'integer') return Number.isInteger(value) ? [] : [`${path} is no whole number`];
  if (rule.type !== 'object')
    return rule.type === undefined || typeof value === rule.type ? [] : [`${path} is no ${rule.type}`];
  const record = value as Record<string, unknown>;
  const known = rule.properties ?? {};
  return [
    ...(rule.required ?? []).filter((name) => !(name in record)).map((name) => `${path}.${name} is missing`),
    ...Object.entries(record).flatMap(([name, item]) =>
      known[name] ? problems(item, known[name], `${path}.${name}`) : [`${path}.${name} is not described`],
    ),
  ];
}

it('describes what a run gives, and the panel accepts the same', async () => {
  const evidence: unknown = JSON.parse(JSON.stringify(await measure({ source: 'function f() { return 1; }' })));
  expect(problems(evidence, schema)).toEqual([]);
  expect(isEvidence(evidence)).toBe(true);
  expect(problems({ ...(evidence as object), verdict: { kind: 'best' } }, schema)).toContain('.verdict.kind is best');
  expect(schema.properties?.['isolation']?.properties?.['open']?.items?.enum).toEqual(allWalls);
});
