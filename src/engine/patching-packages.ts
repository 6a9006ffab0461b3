import { libraries } from '../knowledge/index.ts';

/** The packages that change what others do merely by being loaded, as `express-async-errors` does, so that it matters who brings them along. */
export const patchingPackages: readonly string[] = [
  ...new Set(
    libraries
      .flatMap(({ exports = {}, types = {} }) => [exports, ...Object.values(types).map(({ members }) => members)])
      .flatMap((entries) => Object.values(entries).flatMap(({ callbacks = [] }) => callbacks))
      .flatMap(({ awaitedWith = [] }) => awaitedWith),
  ),
];
