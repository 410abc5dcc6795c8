import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CalendarChange, CalendarMove } from '../../../server/api/index.ts';
import { ChangeFacts, DecideChange } from '../../components/decide-change.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { movesQuery } from './queries.ts';
import { officeName, periodsText, validityText } from './words.ts';

/** A change with the deadlines that it moves, or would move while it waits. */
export function ChangeCard({ change }: { change: CalendarChange }) {
  const session = useSession();
  const client = useQueryClient();
  const moves = useQuery({
    ...movesQuery(change.changeId),
    enabled: !change.decision || change.decision === 'approved',
  });
  const count = moves.data?.moves.length ?? 0;
  return (
    <article className="rule" aria-label={titleOf(change)}>
      <div className="rule-head">
        <h3>{titleOf(change)}</h3>
      </div>
      <Content change={change} />
      <ChangeFacts change={change} />
      {moves.isLoading ? <Loading what="正在计算受影响的期限" /> : null}
      {moves.error ? <Problem error={moves.error} onRetry={() => void moves.refetch()} /> : null}
      {moves.data ? <Moves moves={moves.data.moves} open={!change.decision} /> : null}
      {change.decision ? null : (
        <DecideChange
          change={change}
          address={`/api/calendar/changes/${change.changeId}/decision`}
          mayApprove={may(session, 'calendar.approve')}
          does={`批准后立即生效：移动 ${count} 项在办业务的期限，并通知流程重新设定预警与到期时间；已停表的业务不变。`}
          onDecided={() => client.invalidateQueries({ queryKey: ['calendar'] })}
        />
      )}
    </article>
  );
}

function titleOf({ content }: CalendarChange): string {
  return content.kind === 'year'
    ? `${content.year} 年节假日与调休`
    : `${officeName(content.office)}窗口时间：${content.name}`;
}

function Content({ change: { content } }: { change: CalendarChange }) {
  if (content.kind === 'hours')
    return (
      <p>
        <span className="num">{periodsText(content)}</span>，<span className="num">{validityText(content)}</span>
      </p>
    );
  const off = content.days.filter((one) => one.kind === 'OFF').length;
  return (
    <details>
      <summary>
        放假 {off} 天，调休上班 {content.days.length - off} 天
      </summary>
      <p className="num">
        {content.days.map((one) => `${one.day} ${one.kind === 'OFF' ? '休' : '班'} ${one.name}`).join('；')}
      </p>
    </details>
  );
}

const words: Record<CalendarMove['what'], string> = { sla: '办理时限', statutory: '法定期限' };
const SHOWN = 50;

function Moves({ moves, open }: { moves: readonly CalendarMove[]; open: boolean }) {
  if (moves.length === 0) return <p className="muted">{open ? '不会移动任何在办业务的期限。' : '没有移动期限。'}</p>;
  return (
    <details open={open}>
      <summary>
        {open ? '将移动' : '已移动'} {moves.length} 项期限
      </summary>
      <div className="scroll-x">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">业务号</th>
              <th scope="col">期限</th>
              <th scope="col">原到期</th>
              <th scope="col">新到期</th>
            </tr>
          </thead>
          <tbody>
            {moves.slice(0, SHOWN).map((move) => (
              <tr key={`${move.caseNo} ${move.what}`}>
                <td className="num">
                  <Link to="/cases/$caseNo" params={{ caseNo: move.caseNo }}>
                    {move.caseNo}
                  </Link>
                </td>
                <td>
                  {words[move.what]}
                  {move.what === 'sla' && !move.rearmed ? '（暂停中，恢复时设定）' : ''}
                </td>
                <td className="num">{move.oldDue ? formatDateTime(move.oldDue) : '此前无法计算'}</td>
                <td className="num">{formatDateTime(move.newDue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moves.length > SHOWN ? <p className="muted">只列出前 {SHOWN} 项。</p> : null}
    </details>
  );
}
