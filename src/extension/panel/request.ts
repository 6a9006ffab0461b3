// What commands and findings ask the panel to open. Arguments of commands come from anywhere, so they are checked.
import type { MeasureOrigin } from '../../model/measure.ts';
import type { ParameterValues } from '../../model/variant.ts';
import { isListOf, isNumber, isNumbers, isOneOf, isRecord, isText } from '../../protocol/check.ts';
import { isFunctionPlace, isOrigin } from '../../protocol/server.ts';

export type PanelRequest =
  | { readonly kind: 'scenario'; readonly id: string; readonly parameters?: ParameterValues }
  | {
      readonly kind: 'function';
      readonly title: string;
      /** Self-contained text with the function and all it uses. */
      readonly source: string;
      readonly functionName: string;
      readonly language: 'ts' | 'js' | 'py';
      /** An expression of that language for the argument list, for example `[100000]`. */
      readonly input: string;
      /** What is written as the types of these arguments. */
      readonly types?: readonly string[];
      readonly size?: number;
      readonly calls?: number;
      readonly origin?: MeasureOrigin;
    }
  /** A function of a file, as it is there now. */
  | { readonly kind: 'place'; readonly uri: string; readonly functionName: string }
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
    case 'place': {
      if (!isFunctionPlace(value)) return undefined;
      const { uri, functionName } = value;
      return { kind: 'place', uri, functionName };
    }
    case 'function': {
      const { title, source, functionName, language, input, types, size, calls, origin } = value;
      if (!isText(title) || !isText(source, 1_000_000) || !isText(functionName, 1000) || !isText(input))
        return undefined;
      if (!(types === undefined || isListOf(types, isType))) return undefined;
      if (!isOneOf(language, ['ts', 'js', 'py']) || ![size, calls].every(isOptionalNumber)) return undefined;
      if (!(origin === undefined || isOrigin(origin))) return undefined;
      return {
        kind: 'function',
        title,
        source,
        functionName,
        language,
        input,
        ...(types !== undefined && { types }),
        ...(isNumber(size) && { size }),
        ...(isNumber(calls) && { calls }),
        ...(origin !== undefined && { origin }),
      };
    }
    default:
      return undefined;
  }
}

function isType(value: unknown): value is string {
  return isText(value);
}

function isOptionalNumber(value: unknown): value is number | undefined {
  return value === undefined || isNumber(value);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
