export { parseLibrary } from '../knowledge/validate.ts';
