import { javascript } from './javascript/index.ts';
import { createKnowledge } from './lookup.ts';
import { python } from './python/index.ts';
import type { Library } from './schema.ts';

/** Everything that comes with Unblock for JavaScript. A user's own libraries go behind these: the later one wins. */
export const libraries: readonly Library[] = javascript;

export const knowledge = createKnowledge(libraries);

/** The same for Python: a list of its own, as both languages have a `zlib` and an `http`. */
export const pythonLibraries: readonly Library[] = python;

export const pythonKnowledge = createKnowledge(pythonLibraries);
