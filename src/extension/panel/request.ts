// What commands and findings ask the panel to open. Arguments of commands come from anywhere, so they are checked.
import type { MeasureOrigin } from '../../model/measure.ts';
import type { ParameterValues } from '../../model/variant.ts';
import { isNumber, isNumbers, isOneOf, isRecord, isText } from '../../protocol/check.ts';

export type PanelRequest =
  | { readonly kind: 'scenario'; readonly id: string; readonly parameters?: ParameterValues }
  | {
      readonly kind: 'function';
      readonly title: string;
      /** Self-contained text with the function and all it uses. */
      readonly source: string;
      readonly functionName: string;
      readonly language: 'ts' | 'js';
      /** A JavaScript expression for the argument list, for example `[100000]`. */
      readonly input: string;
      readonly size?: number;
      readonly calls?: number;
      readonly origin?: MeasureOrigin;
    }
  | {
      readonly kind: 'finding';
      /** The scenario that models the finding's pattern. */
      readonly scenario: string;
      readonly parameters?: ParameterValues;
      /** What the finding says, for the panel's heading. */
      readonly title?: string;
      readonly label?: string;
    };

/** Shown above a scenario that was opened from a finding. */
export const modelLabel = 'A model of this pattern, not your code.';

/** The request, or undefined when it is none. */
export function parsePanelRequest(value: unknown): PanelRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { parameters } = value;
  if (parameters !== undefined && !isNumbers(parameters)) return undefined;
  const withParameters = parameters === undefined ? {} : { parameters };
  switch (value['kind']) {
    case 'scenario': {
      const { id, scenario } = value;
      if (isText(id, 100)) return { kind: 'scenario', id, ...withParameters };
      // A finding's own `measure` says `scenario`: what opens is a model of the person's code and is labelled so.
      return isText(scenario, 100) ? { kind: 'finding', scenario, ...withParameters } : undefined;
    }
    case 'finding': {
      const { scenario, title, label } = value;
      if (!isText(scenario, 100) || !isOptionalText(title) || !isOptionalText(label)) return undefined;
      return {
        kind: 'finding',
        scenario,
        ...withParameters,
        ...(title === undefined ? {} : { title }),
        ...(label === undefined ? {} : { label }),
      };
    }
    case 'function': {
      const { title, source, functionName, language, input, size, calls, origin } = value;
      if (!isText(title) || !isText(source, 1_000_000) || !isText(functionName, 1000) || !isText(input))
        return undefined;
      if (!isOneOf(language, ['ts', 'js']) || ![size, calls].every(isOptionalNumber)) return undefined;
      if (!(origin === undefined || isOrigin(origin))) return undefined;
      return {
        kind: 'function',
        title,
        source,
        functionName,
        language,
        input,
        ...(isNumber(size) && { size }),
        ...(isNumber(calls) && { calls }),
        ...(origin !== undefined && { origin }),
      };
    }
    default:
      return undefined;
  }
}

function isOrigin(value: unknown): value is MeasureOrigin {
  if (!isRecord(value)) return false;
  const { uri, functionName, digest, line, character } = value;
  return [uri, functionName, digest].every((each) => isText(each, 10_000)) && isNumber(line) && isNumber(character);
}

function isOptionalNumber(value: unknown): value is number | undefined {
  return value === undefined || isNumber(value);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
