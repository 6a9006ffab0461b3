import type { ParameterValues } from '../../model/variant.ts';
import { parameter, type ScenarioDefinition } from './definition.ts';
import { indices } from './spin.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly values: readonly number[];
}

const makeRows = (count: number): Row[] =>
  indices(count).map((id) => ({ id, name: `row ${id}`, values: [id, id % 7, id % 13] }));

const sumRows = (rows: readonly Row[]): number =>
  rows.reduce((sum, { id, values }) => sum + id + values.reduce((inner, value) => inner + value, 0), 0);

/** The same numbers as `makeRows` has, in one block. */
const makeColumns = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, id) => id + id + (id % 7) + (id % 13));

/** What copying costs: little work on much data. */
export const copying: ScenarioDefinition = {
  scenario: {
    id: 'copying',
    title: 'Copying: little work on much data',
    explanation:
      'What goes to a worker is copied, object by object, on the thread whose event loop you want to keep free. Where the work on each row is less than its copy, a worker can only lose; numbers in one typed array are copied as one block.',
    parameters: [{ id: 'rows', label: 'Rows', initial: 20_000, minimum: 1, maximum: 1_000_000 }],
    variants: [
      { id: 'main', label: 'Main thread' },
      { id: 'objects', label: 'Objects to a worker' },
      { id: 'numbers', label: 'Typed array to a worker' },
    ],
    baseline: 'main',
    candidate: 'objects',
  },
  cpuBound: true,
  work: (data) =>
    data instanceof Float64Array ? data.reduce((sum, value) => sum + value, 0) : sumRows(data as readonly Row[]),
  variants: {
    main: (parameters) => {
      const rows = makeRows(count(parameters));
      return () => sumRows(rows);
    },
    objects: (parameters, { runInPool }) => {
      const rows = makeRows(count(parameters));
      return () => runInPool(rows);
    },
    numbers: (parameters, { runInPool }) => {
      const columns = makeColumns(count(parameters));
      return () => runInPool(columns);
    },
  },
};

function count(parameters: ParameterValues): number {
  return parameter(parameters, 'rows');
}
