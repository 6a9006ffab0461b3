import type { Scenario } from '../../model/variant.ts';
import { cpu } from './cpu.ts';
import type { ScenarioDefinition } from './definition.ts';
import { waiting } from './waiting.ts';

/** Every built-in scenario: add a file, then a name here. */
const definitions: readonly ScenarioDefinition[] = [waiting, cpu];

export function listScenarios(): readonly Scenario[] {
  return definitions.map(({ scenario }) => scenario);
}

export function findScenario(id: string): ScenarioDefinition | undefined {
  return definitions.find(({ scenario }) => scenario.id === id);
}
