import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Item, RULE_PROFILES, type RuleEffect, type RuleRow, type RuleView } from '../../../server/api/index.ts';
import { ChangeFacts, DecideChange } from '../../components/decide-change.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { may, useSession } from '../../lib/session.ts';
import { effectQuery } from './queries.ts';
import { valueText } from './value-text.ts';

/** A proposal: before and after, what it would do to the running cases, and the decision. */
export function OpenProposal({ rule, row, items }: { rule: RuleView; row: RuleRow; items: readonly Item[] }) {
  const session = useSession();
  const client = useQueryClient();
  const effect = useQuery(effectQuery(row.ruleValueId));
  const before = rule.inForce.find((one) => one.profile === row.profile);
  return (
    <article className="rule" aria-label={`待审批：${rule.title}`}>
      <div className="rule-head">
        <h3>
          {rule.title}
          {rule.perProfile ? `（${RULE_PROFILES[row.profile]}）` : ''}
        </h3>
      </div>
      <p className="rule-diff">
        <del>{before ? valueText(rule.form, before.value, items) : '—'}</del>
        <span aria-hidden="true"> → </span>
        <ins>{valueText(rule.form, row.value, items)}</ins>
        <span className="num">
          {' '}
          {row.validFrom} 起{row.validTo ? `至 ${row.validTo}` : ''}
        </span>
      </p>
      <ChangeFacts change={row} />
      {effect.isPending ? <Loading what="正在用新规则核对在办业务" /> : null}
      {effect.error ? <Problem error={effect.error} onRetry={() => void effect.refetch()} /> : null}
      {effect.data ? <Effect effect={effect.data} /> : null}
      <DecideChange
        change={row}
        address={`/api/rules/proposals/${row.ruleValueId}/decision`}
        mayApprove={may(session, 'rules.approve')}
        does={effect.data?.summary ?? '批准后自生效日期起适用新值。'}
        onDecided={() => client.invalidateQueries({ queryKey: ['rules'] })}
      />
    </article>
  );
}

function Effect({ effect }: { effect: RuleEffect }) {
  return (
    <div className="rule-effect">
      <p className="note">
        {effect.summary} <span className="num">已核对 {effect.examined}</span> / {effect.running} 件在办业务。
      </p>
      {effect.affected.map((one) => (
        <div key={one.caseNo} className="rule-affected">
          <p>
            <Link to="/cases/$caseNo" params={{ caseNo: one.caseNo }} className="num">
              {one.caseNo}
            </Link>{' '}
            {one.itemName}
          </p>
          <p className="muted">原：{one.before.join('；') || '可以登簿'}</p>
          <p>新：{one.after.join('；') || '可以登簿'}</p>
        </div>
      ))}
    </div>
  );
}
