import type { PackageInfo } from '../model/project.ts';
import type { File, Program } from './program.ts';

/** `[major, minor]`. */
export type Version = readonly [number, number];

/**
 * The lowest version of a package that the project of `file` may run with; undefined where nobody says. `node` and `python` are the
 * platforms themselves.
 */
export function leastVersion(program: Program, file: File, name: string): Version | undefined {
  const info = program.packageOf(file);
  const range = info && rangeOf(info, name);
  return range === undefined ? undefined : leastOf(range);
}

function rangeOf({ dependencies, engines }: PackageInfo, name: string): string | undefined {
  const isPlatform = name === 'node' || name === 'python';
  const said = isPlatform ? engines : dependencies;
  return Object.hasOwn(said, name) ? said[name] : undefined;
}

/**
 * Whether the project of `file` runs with this version of a package or a later one, whatever its range admits. Undefined where that is
 * open: nobody says, or the range begins earlier and may end later.
 */
export function isAtLeast(program: Program, file: File, name: string, [major, minor]: Version): boolean | undefined {
  const info = program.packageOf(file);
  const range = info && rangeOf(info, name);
  if (range === undefined) return undefined;
  const least = leastOf(range);
  if (least && isNotBefore(least, [major, minor])) return true;
  const most = alternatives(range).map(endOf);
  // Each alternative ends before it.
  return most.length > 0 && most.every((end) => end && isNotBefore([major, minor], end)) ? false : undefined;
}

function isNotBefore(one: Version, other: Version): boolean {
  return one[0] > other[0] || (one[0] === other[0] && one[1] >= other[1]);
}

function alternatives(range: string): string[] {
  return range.split('||').map((each) => each.trim());
}

const comparator = /(\^|~=|~|>=|<=|===?|!=|>|<|v|=)?\s*(\d+)(?:\.(\d+|[*x]))?(?:\.(?:\d+|[*x])[\w.+-]*)?t?/gi;

interface Bound {
  readonly operator: string;
  readonly version: Version;
  readonly isMajor: boolean;
}

function boundsOf(range: string): Bound[] {
  // `npm:name@^4`, `workspace:^1.2.0`: the range is what comes last.
  const text = range.slice(Math.max(range.lastIndexOf('@'), range.lastIndexOf(':')) + 1);
  return [...text.matchAll(comparator)].map(([, operator = '', major, minor]) => ({
    operator,
    version: [Number(major), Number.isNaN(Number(minor)) ? 0 : Number(minor ?? 0)],
    isMajor: minor === undefined || Number.isNaN(Number(minor)),
  }));
}

function leastOf(range: string): Version | undefined {
  const lows = alternatives(range).map(
    (each) => boundsOf(each).find(({ operator }) => !/^[<!]/.test(operator))?.version,
  );
  let least: Version | undefined;
  for (const low of lows) {
    if (!low) return undefined;
    if (!least || isNotBefore(least, low)) least = low;
  }
  return least;
}

/** The first version that one alternative no longer admits; undefined where it is open. */
function endOf(range: string): Version | undefined {
  const bounds = boundsOf(range);
  const below = bounds.find(({ operator }) => operator === '<');
  if (below) return below.version;
  const [first] = bounds;
  if (!first || bounds.length > 1) return undefined;
  const [major, minor] = first.version;
  switch (first.operator) {
    case '^':
      return major === 0 ? [0, minor + 1] : [major + 1, 0];
    case '~':
      return first.isMajor ? [major + 1, 0] : [major, minor + 1];
    case '~=':
      // PEP 440: `~=3.11` admits 3.12, `~=3.11.2` does not.
      return /\d+\.\d+\.\d+/.test(range) ? [major, minor + 1] : [major + 1, 0];
    case '':
    case 'v':
    case '=':
    case '==':
    case '===':
      return first.isMajor ? [major + 1, 0] : [major, minor + 1];
    default:
      return undefined;
  }
}
