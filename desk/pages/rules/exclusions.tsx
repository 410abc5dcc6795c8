import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { EXCLUSION_KINDS, type ExclusionChange, type HousingExclusion } from '../../../server/api/index.ts';
import { ChangeFacts, DecideChange } from '../../components/decide-change.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatUnitCode } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { ExclusionDialog } from './exclusion-dialog.tsx';
import { exclusionsQuery } from './queries.ts';

/** 征收住房: homes that do not count for taxes any more; proposals first, then what holds. */
export function Exclusions({ today }: { today: string }) {
  const { data, error, refetch } = useQuery(exclusionsQuery);
  const session = useSession();
  const [proposing, setProposing] = useState<HousingExclusion | 'new' | null>(null);
  const mayPropose = may(session, 'rules.propose');
  return (
    <section className="panel" aria-label="征收住房">
      <div className="panel-head">
        <h2>征收住房（不计入缴税套次）</h2>
        <span className="muted">已作出征收决定、登记簿上还有权利人的住房</span>
        <span className="grow" />
        {mayPropose ? <Button onClick={() => setProposing('new')}>提出不计入</Button> : null}
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data ? null : error ? null : <Loading what="正在读取征收住房" />}
      {data?.changes
        .filter((change) => !change.decision)
        .map((change) => (
          <OpenChange key={change.changeId} change={change} />
        ))}
      {data && data.exclusions.length === 0 ? (
        <EmptyState title="没有征收住房">经两人批准不计入套次的住房列在这里。</EmptyState>
      ) : null}
      {data && data.exclusions.length > 0 ? (
        <table className="grid as-cards">
          <thead>
            <tr>
              <th scope="col">不动产</th>
              <th scope="col">征收决定文号</th>
              <th scope="col">决定日期</th>
              <th scope="col">状态</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {data.exclusions.map((one) => (
              <tr key={`${one.unitCode} ${one.basisNo}`}>
                <td>
                  {one.location}
                  <div className="code muted">{formatUnitCode(one.unitCode)}</div>
                </td>
                <td data-label="征收决定文号">{one.basisNo}</td>
                <td className="num" data-label="决定日期">
                  {one.decidedOn}
                </td>
                <td data-label="状态">{one.endedOn ? `自 ${one.endedOn} 恢复计入` : '✓ 不计入'}</td>
                <td>
                  {mayPropose && !one.endedOn ? (
                    <Button size="small" onClick={() => setProposing(one)}>
                      提出恢复计入
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {data ? <Decided changes={data.changes.filter((change) => change.decision)} /> : null}
      {proposing ? (
        <ExclusionDialog
          ending={proposing === 'new' ? null : proposing}
          today={today}
          onClose={() => setProposing(null)}
        />
      ) : null}
    </section>
  );
}

function OpenChange({ change }: { change: ExclusionChange }) {
  const session = useSession();
  const client = useQueryClient();
  const { kind, location, unitCode, basisNo, day } = change;
  return (
    <article className="rule" aria-label={`待审批：征收住房 ${unitCode}`}>
      <div className="rule-head">
        <h3>
          {EXCLUSION_KINDS[kind]}：{location}
        </h3>
      </div>
      <p className="num">
        {formatUnitCode(unitCode)} · {basisNo} · {day}
      </p>
      <ChangeFacts change={change} />
      <DecideChange
        change={change}
        address={`/api/exclusions/proposals/${change.changeId}/decision`}
        mayApprove={may(session, 'rules.approve')}
        does={
          kind === 'add'
            ? `批准后，自 ${day} 起核定缴税套次时不计这套住房；已经出具的套次结果不变。`
            : `批准后，自 ${day} 起核定缴税套次时重新计入这套住房；已经出具的套次结果不变。`
        }
        onDecided={() => client.invalidateQueries({ queryKey: ['rules', 'exclusions'] })}
      />
    </article>
  );
}

function Decided({ changes }: { changes: ExclusionChange[] }) {
  if (changes.length === 0) return null;
  return (
    <details className="rule">
      <summary>沿革（{changes.length}）</summary>
      {changes.map((change) => (
        <div key={change.changeId} className="rule-history">
          <p>
            {EXCLUSION_KINDS[change.kind]} {change.location} · {change.basisNo} ·{' '}
            <span className="num">{change.day}</span>
          </p>
          <ChangeFacts change={change} />
        </div>
      ))}
    </details>
  );
}
