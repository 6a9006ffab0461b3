/** Steps of a small random generator: whole-number arithmetic that no engine can skip. */
export function spin(steps: number): number {
  let state = 1;
  for (let step = 0; step < steps; step++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state;
}

export const stepsPerThousand = 1000;

export const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
