import { runProcess } from '../../../src/cli/process.ts';
import { fakeEngine } from './engine.ts';

await runProcess(import.meta.url, () => fakeEngine);
