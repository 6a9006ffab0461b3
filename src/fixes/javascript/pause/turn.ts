import { semicolon, type Session } from '../edit/session.ts';

/** What calls back in a later turn of the event loop, after others had theirs: in a page there is no `setImmediate`. */
export function turnOf(isPage: boolean): 'setImmediate' | 'setTimeout' {
  return isPage ? 'setTimeout' : 'setImmediate';
}

/** A promise that is kept in a later turn of the event loop. */
export function newTurn(session: Session, turn: ReturnType<typeof turnOf>): string {
  return `new Promise((resolve) => { ${turn}(resolve)${semicolon(session)} })`;
}
