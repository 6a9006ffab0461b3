// Makes one function of a source text callable from outside, without running anything.
import * as nodeModule from 'node:module';
import { compileFunction } from 'node:vm';
import { BenchmarkError } from './request.ts';

/** The export that `prepareFunction` adds. */
export const targetExport = '__unblockTarget';

export interface FunctionSource {
  /** Self-contained text: the function and all it uses. Nothing is imported but Node's own modules. */
  readonly source: string;
  /** A name visible at the top level of `source`, exported or not; `Class.method` for a static method. */
  readonly functionName: string;
  readonly language: 'ts' | 'js';
}

/**
 * One module text, with types removed, that exports the function as `targetExport`. ES modules stay ES modules.
 * @throws BenchmarkError `invalid-request` when the name is no name or the text does not parse.
 */
export function prepareFunction({ source, functionName, language }: FunctionSource): string {
  assertName(functionName);
  const code = language === 'ts' ? stripTypes(source) : source;
  const exposed = isModule(code)
    ? `${code}\nexport const ${targetExport} = ${functionName};\n`
    : `${code}\nexports.${targetExport} = module.exports.${targetExport} = ${functionName};\n`;
  assertParses(exposed);
  return exposed;
}

/**
 * Names of functions and of static methods: what can stand behind an `=`.
 * @throws BenchmarkError `invalid-request`
 */
export function assertName(name: string): void {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Start}$_#][\p{ID_Continue}$]*)*$/u.test(name)) return;
  throw new BenchmarkError('invalid-request', `“${name}” is not the name of a function that can be called.`);
}

/** The text uses `import` or `export`. Parses only. */
export function isModule(code: string): boolean {
  const message = syntaxError(code);
  return message !== undefined && /\bimport\b|\bexport\b|import\.meta|await is only valid/.test(message);
}

type StripTypes = (code: string, options: { mode: 'strip' | 'transform' }) => string;

function stripTypes(source: string): string {
  const strip = (nodeModule as { stripTypeScriptTypes?: StripTypes }).stripTypeScriptTypes;
  if (!strip) {
    throw new BenchmarkError(
      'invalid-request',
      `Node ${process.versions.node} cannot remove TypeScript's types, so this function cannot be measured here. Node 22.13 and later can.`,
    );
  }
  try {
    return quietly(() => strip(source, { mode: 'strip' }));
  } catch {
    // Enums, namespaces and parameter properties are more than types.
    try {
      return quietly(() => strip(source, { mode: 'transform' }));
    } catch (error) {
      throw new BenchmarkError('invalid-request', `The function's TypeScript does not parse: ${messageOf(error)}`);
    }
  }
}

/** Without the runtime's warning that this is an experimental feature: it says nothing to the person measuring. */
function quietly(run: () => string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function assertParses(code: string): void {
  // A module cannot be parsed without running a loader; the sandbox reports what is wrong with one.
  if (isModule(code)) return;
  const message = syntaxError(code);
  if (message !== undefined) throw new BenchmarkError('invalid-request', `The function does not parse: ${message}`);
}

function syntaxError(code: string): string | undefined {
  try {
    compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname']);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
