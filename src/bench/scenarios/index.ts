import type { Scenario } from '../../model/variant.ts';
import { cpu } from './cpu.ts';
import type { ScenarioDefinition } from './definition.ts';
import { copying } from './copying.ts';
import { mixed } from './mixed.ts';
import { pools } from './pools.ts';
import { pythonCpu, pythonWaiting } from './python.ts';
import { server } from './server.ts';
import { waiting } from './waiting.ts';

/** Every built-in scenario: add a file, then a name here. */
const definitions: readonly ScenarioDefinition[] = [
  waiting,
  cpu,
  mixed,
  server,
  copying,
  pools,
  pythonWaiting,
  pythonCpu,
];

export function listScenarios(): readonly Scenario[] {
  return definitions.map(({ scenario }) => scenario);
}

export function findScenario(id: string): ScenarioDefinition | undefined {
  return definitions.find(({ scenario }) => scenario.id === id);
}
