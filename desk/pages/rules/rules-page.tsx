import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleView } from '../../../server/api/index.ts';
import { itemsQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { Exclusions } from './exclusions.tsx';
import { OpenProposal } from './open-proposal.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { rulesQuery } from './queries.ts';
import { RuleCard } from './rule-card.tsx';

/** 规则配置: what the register reads instead of fixed values; proposals first, then every rule with its history. */
export default function RulesPage() {
  const { data, error, isPending, refetch } = useQuery(rulesQuery);
  const items = useQuery(itemsQuery).data?.items ?? [];
  const [proposing, setProposing] = useState<RuleView | null>(null);
  if (isPending) return <Loading what="正在读取规则" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  const open = data.rules.flatMap((rule) => rule.rows.filter((row) => !row.decision).map((row) => ({ rule, row })));
  const groups = [...new Set(data.rules.map((rule) => rule.group))];
  return (
    <>
      <div className="page-head">
        <h1>规则配置</h1>
        <span className="muted">由一人提出、另一人审批，自审批次日起生效；已经登簿的永不改变</span>
      </div>
      <section className="panel" aria-label="待审批">
        <div className="panel-head">
          <h2>待审批</h2>
          <span className="muted num">{open.length} 项</span>
        </div>
        {open.map(({ rule, row }) => (
          <OpenProposal key={row.ruleValueId} rule={rule} row={row} items={items} />
        ))}
        {open.length === 0 ? <EmptyState title="没有待审批的变更">提出的规则变更会先列在这里。</EmptyState> : null}
      </section>
      {groups.map((group) => (
        <section className="panel" key={group} aria-label={group}>
          <div className="panel-head">
            <h2>{group}</h2>
          </div>
          {data.rules
            .filter((rule) => rule.group === group)
            .map((rule) => (
              <RuleCard
                key={rule.name}
                rule={rule}
                items={items}
                today={data.today}
                onPropose={() => setProposing(rule)}
              />
            ))}
        </section>
      ))}
      <Exclusions today={data.today} />
      {proposing ? (
        <ProposeDialog rule={proposing} items={items} today={data.today} onClose={() => setProposing(null)} />
      ) : null}
    </>
  );
}
