import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const react: Library = {
  language: 'javascript',
  modules: ['react', 'preact/hooks', 'preact/compat'],
  source: 'https://react.dev/reference/react/useCallback',
  exports: each(['useCallback', 'useEffectEvent'], { gives: 0 }),
};
