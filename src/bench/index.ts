export { formatMs } from '../model/evidence.ts';
export { prepareFunction, targetExport, type FunctionSource } from './prepare.ts';
export {
  BenchmarkError,
  type BenchmarkErrorCode,
  type BenchmarkOptions,
  type BenchmarkProgress,
  type BenchmarkRequest,
  type BenchmarkSettings,
} from './request.ts';
export {
  comparisonRequest,
  functionRequest,
  inlineAgainstProcesses,
  mainAgainstPool,
  scenarioRequest,
  type FunctionBenchmark,
  type Way,
} from './requests.ts';
export { bundleFunction, type FunctionInFile } from './host/bundler.ts';
export { inputFor, probesFor } from './inputs/inputs.ts';
export { pythonInputFor, pythonProbesFor } from './inputs/python.ts';
export { languageOf } from './host/plan.ts';
export { runBenchmark } from './run.ts';
export { runSizes } from './sizes.ts';
export { listScenarios } from './scenarios/index.ts';
