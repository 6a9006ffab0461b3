import { javascript } from './javascript/index.ts';
import { createKnowledge } from './lookup.ts';
import type { Library } from './schema.ts';

/** Everything that comes with Unblock. A user's own libraries go behind these: the later one wins. */
export const libraries: readonly Library[] = javascript;

export const knowledge = createKnowledge(libraries);
