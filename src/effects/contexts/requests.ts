import type { FunctionRef, Program } from '../program.ts';
import { contextOf } from './contexts.ts';

/** What is handed requests, by what libraries call their handlers. */
const serves =
  /express|fastify|koa|hono|http|nest|next\.js|route|endpoint|middleware|pages function|workers handler|graphql|resolver/i;

/** Whether a library hands it the requests of a server, and nothing stands between. */
export function handlesRequests(program: Program, ref: FunctionRef): boolean {
  const { kind, handler, edge } = contextOf(program, ref);
  return kind === 'proven' && handler && edge?.how === 'handler' && edge.label !== undefined && serves.test(edge.label);
}
