export { prepareFunction, targetExport, type FunctionSource } from './prepare';
export {
  BenchmarkError,
  type BenchmarkErrorCode,
  type BenchmarkOptions,
  type BenchmarkProgress,
  type BenchmarkRequest,
  type BenchmarkSettings,
} from './request';
export { functionRequest, scenarioRequest, type FunctionBenchmark } from './requests';
export { runBenchmark } from './run';
export { listScenarios } from './scenarios/index';
export { formatMs } from './statistics/sentence';
