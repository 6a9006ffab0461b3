import { faultOf } from '../model/fault.ts';
import type { Engine } from './engine.ts';

/**
 * The same engine, with faults in what is said beside a finding written to the log: a fix or a measurement that throws must take
 * neither the finding nor its other actions with it.
 */
export function guarded(engine: Engine, log: (message: string) => void): Engine {
  function unlessFailing<T>(what: string, path: string, ask: () => T): T | undefined {
    try {
      return ask();
    } catch (error) {
      log(`${what} failed at ${path}\n${faultOf(error).stack}`);
      return undefined;
    }
  }
  return {
    ...engine,
    remediesFor(analysis, finding, surroundings) {
      const remedies = engine.remediesFor(analysis, finding, surroundings);
      for (const { id, fault } of remedies.obstacles)
        if (fault !== undefined) log(`The fix ${id} failed at ${analysis.path}\n${fault}`);
      return remedies;
    },
    measureRequest: (analysis, finding) =>
      unlessFailing('What to measure', analysis.path, () => engine.measureRequest(analysis, finding)),
    measuredFunction: (analysis, finding) =>
      unlessFailing('What was measured', analysis.path, () => engine.measuredFunction(analysis, finding)),
  };
}
