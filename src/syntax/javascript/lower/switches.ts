import type { ValueId } from '../../../model/facts.ts';
import type { Case, Step } from '../../../model/step.ts';
import { ts } from '../tree.ts';
import { hoistBlock } from './declarations.ts';
import { lowerExpression } from './expressions.ts';
import { collectSteps, inScope, spanOf, type Lowering } from './state.ts';
import { lowerStatements } from './statements.ts';

export function lowerSwitch(file: Lowering, node: ts.SwitchStatement): void {
  const test = lowerExpression(file, node.expression);
  inScope(file, () => {
    const { clauses } = node.caseBlock;
    for (const { statements } of clauses) hoistBlock(file, statements);
    const cases: Case[] = [];
    const arms = clauses.map((clause, index) => {
      const tests: ValueId[] = [];
      const arm = collectSteps(file, () => {
        if (ts.isCaseClause(clause)) tests.push(lowerExpression(file, clause.expression));
        lowerStatements(file, clause.statements);
      });
      const fallsThrough = index < clauses.length - 1 && !leaves(arm);
      cases.push({ tests, isDefault: ts.isDefaultClause(clause), fallsThrough });
      return arm;
    });
    file.steps.push({ kind: 'branch', form: 'switch', test, arms, cases, ...spanOf(file, node) });
  });
}

/** Whether the end of these steps is never reached, as far as that is plain to see. */
function leaves(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  switch (last?.kind) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return true;
    case 'branch':
      return last.form === 'if' && last.arms.every(leaves);
    case 'try':
      return (leaves(last.body) && last.handlers.every(({ body }) => leaves(body))) || leaves(last.finalizer ?? []);
    case 'region':
      return leaves(last.body);
    default:
      return false;
  }
}
