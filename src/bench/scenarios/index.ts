import type { Scenario } from '../../model/variant';
import { cpu } from './cpu';
import type { ScenarioDefinition } from './definition';
import { waiting } from './waiting';

/** Every built-in scenario: add a file, then a name here. */
const definitions: readonly ScenarioDefinition[] = [waiting, cpu];

export function listScenarios(): readonly Scenario[] {
  return definitions.map(({ scenario }) => scenario);
}

export function findScenario(id: string): ScenarioDefinition | undefined {
  return definitions.find(({ scenario }) => scenario.id === id);
}
