import { requirePermission } from '../access/guard.ts';
import { Board, BoardQuery } from '../api/board.ts';
import { readBoard } from '../board/board.ts';
import type { ServerDeps } from '../deps.ts';
import type { Definitions } from '../modeler/definitions.ts';
import type { App } from './types.ts';

export function boardRoutes(app: App, deps: ServerDeps, definitions: Definitions): void {
  app.get('/api/board', { schema: { querystring: BoardQuery, response: { 200: Board } } }, async (request) => {
    const user = requirePermission(request, 'board.view');
    return readBoard(deps, definitions, user, request.query.district);
  });
}
