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
export { functionRequest, scenarioRequest, type FunctionBenchmark } from './requests.ts';
export { runBenchmark } from './run.ts';
export { listScenarios } from './scenarios/index.ts';
