import Type from 'typebox';
import type { ExclusionChange as Change } from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import { ExclusionChange, ExclusionList, ExclusionProposalRequest } from '../api/exclusions.ts';
import { ChangeDecisionRequest } from '../api/rules.ts';
import type { ServerDeps } from '../deps.ts';
import { changeHistory } from '../views/change-view.ts';
import { type StaffNames, staffNames } from '../views/staff.ts';
import type { App } from './types.ts';

const Params = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });

/** 征收住房: read by whoever reads the rules, proposed by one administrator, decided by another. */
export function exclusionRoutes(app: App, { registry }: ServerDeps): void {
  const { money } = registry;
  const view = (change: Change, staff: StaffNames): ExclusionChange => {
    const { changeId, kind, unitCode, location, basisNo, day } = change;
    return { changeId, kind, unitCode, location, basisNo, day, ...changeHistory(change, staff) };
  };

  app.get('/api/exclusions', { schema: { response: { 200: ExclusionList } } }, async (request) => {
    requirePermission(request, 'rules.view');
    const [exclusions, changes, staff] = await Promise.all([
      money.listExclusions(),
      money.listExclusionChanges(),
      staffNames(registry),
    ]);
    return { exclusions, changes: changes.map((change) => view(change, staff)) };
  });

  app.post(
    '/api/exclusions/proposals',
    { schema: { body: ExclusionProposalRequest, response: { 200: ExclusionChange } } },
    async (request) => {
      const user = requirePermission(request, 'rules.propose');
      return view(await money.proposeExclusion(request.body, actorOf(user)), await staffNames(registry));
    },
  );

  app.post(
    '/api/exclusions/proposals/:id/decision',
    { schema: { params: Params, body: ChangeDecisionRequest, response: { 200: ExclusionChange } } },
    async (request) => {
      const { decision, note } = request.body;
      const user = requirePermission(request, decision === 'withdrawn' ? 'rules.propose' : 'rules.approve');
      const decided = await money.decideExclusion({
        changeId: request.params.id,
        decision,
        note: note ?? null,
        by: actorOf(user),
      });
      return view(decided, await staffNames(registry));
    },
  );
}
