import Type from 'typebox';
import { dayOf, type RuleDefinition, type RuleProposal, type RuleValue } from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import {
  ChangeDecisionRequest,
  RuleEffect,
  RuleList,
  RuleProposalRequest,
  RuleRow,
  type RuleView,
} from '../api/rules.ts';
import type { ServerDeps } from '../deps.ts';
import { changeHistory } from '../views/change-view.ts';
import { type StaffNames, staffNames } from '../views/staff.ts';
import type { App } from './types.ts';

const Params = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });

/** 规则配置: read by supervisors and administrators, proposed by one administrator, decided by another. */
export function rulesRoutes(app: App, { registry, clock }: ServerDeps): void {
  const { rules } = registry;
  const rowOf = (value: RuleValue, staff: StaffNames): RuleRow => {
    const { ruleValueId, name, profile, validFrom, validTo } = value;
    return { ruleValueId, name, profile, value: value.value, validFrom, validTo, ...changeHistory(value, staff) };
  };

  app.get('/api/rules', { schema: { response: { 200: RuleList } } }, async (request) => {
    requirePermission(request, 'rules.view');
    const [values, staff] = await Promise.all([rules.list(), staffNames(registry)]);
    const today = dayOf(clock.now());
    return {
      today,
      rules: rules.definitions().map((definition): RuleView => {
        const rows = values.filter((value) => value.name === definition.name).map((value) => rowOf(value, staff));
        return {
          ...definition,
          governedBy: rules.governedBy(definition),
          inForce: inForce(definition, rows, today),
          rows,
        };
      }),
    };
  });

  app.post(
    '/api/rules/proposals',
    { schema: { body: RuleProposalRequest, response: { 200: RuleRow } } },
    async (request) => {
      const user = requirePermission(request, 'rules.propose');
      const value = await rules.propose(request.body as RuleProposal, actorOf(user));
      return rowOf(value, await staffNames(registry));
    },
  );

  app.get(
    '/api/rules/proposals/:id/effect',
    { schema: { params: Params, response: { 200: RuleEffect } } },
    async (request) => {
      requirePermission(request, 'rules.view');
      return rules.effect(request.params.id);
    },
  );

  app.post(
    '/api/rules/proposals/:id/decision',
    { schema: { params: Params, body: ChangeDecisionRequest, response: { 200: RuleRow } } },
    async (request) => {
      const { decision, note } = request.body;
      const user = requirePermission(request, decision === 'withdrawn' ? 'rules.propose' : 'rules.approve');
      const { id: ruleValueId } = request.params;
      const value = await rules.decide({ ruleValueId, decision, note: note ?? null, by: actorOf(user) });
      return rowOf(value, await staffNames(registry));
    },
  );
}

/** As the register reads it: the newest approval that covers the day, for each profile that the rule has. */
function inForce({ perProfile }: RuleDefinition, rows: RuleRow[], today: string): RuleRow[] {
  return (perProfile ? (['current', '2019'] as const) : (['*'] as const)).flatMap((profile) => {
    const found = rows.find(
      (row) =>
        row.decision === 'approved' &&
        row.profile === profile &&
        row.validFrom <= today &&
        (row.validTo === null || row.validTo >= today),
    );
    return found ? [found] : [];
  });
}
