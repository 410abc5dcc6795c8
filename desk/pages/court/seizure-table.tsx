import { Button } from 'antd';
import type { CourtSeizure } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDate, formatShare } from '../../lib/format.ts';

/** Thirty days warn as the registry does by message; seven are nearly too late. */
function Remaining({ seizure }: { seizure: CourtSeizure }) {
  const { daysLeft } = seizure;
  if (daysLeft === null) return <span style={{ color: '#5c6670' }}>‖ 轮候第{seizure.queueNo}位</span>;
  const [mark, colour, word] =
    daysLeft <= 7 ? ['■', '#b42318', '即将失效'] : daysLeft <= 30 ? ['▲', '#9a5b00', '临期'] : ['●', '#1a7f37', '正常'];
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }} title={`${formatDate(seizure.endsAt)} 23:59:59 届满`}>
      {mark} {word}，余 {daysLeft} 天
    </span>
  );
}

export function SeizureTable({
  rows,
  onAct,
}: {
  rows: CourtSeizure[];
  onAct: ((kind: 'renew' | 'lift' | 'transfer', seizure: CourtSeizure) => void) | undefined;
}) {
  if (rows.length === 0)
    return <EmptyState title="没有在册查封">我院生效和轮候中的查封列在这里，最先到期的在最上面。</EmptyState>;
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th>剩余期限</th>
            <th>案号</th>
            <th>坐落</th>
            <th>被执行人</th>
            <th>范围</th>
            <th>期限</th>
            <th>在先</th>
            {onAct ? <th>操作</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.rightId}>
              <td>
                <Remaining seizure={row} />
              </td>
              <td>
                {row.documentNo}
                {row.seizureKind === 'pre_seizure' ? '（预查封）' : ''}
              </td>
              <td style={{ minWidth: 180 }}>{row.location}</td>
              <td data-label="被执行人">{row.respondent.name}</td>
              <td data-label="范围">{row.scopeShare ? formatShare(row.scopeShare) : '全部'}</td>
              <td className="num" data-label="期限">
                {row.startsAt && row.endsAt
                  ? `${formatDate(row.startsAt)} 至 ${formatDate(row.endsAt)}`
                  : `生效时起算 ${row.termMonths} 个月`}
              </td>
              <td data-label="在先">
                {row.ahead.map((one) => `${one.authority} ${one.documentNo}`).join('；') || '无'}
              </td>
              {onAct ? (
                <td style={{ whiteSpace: 'nowrap' }}>
                  {row.state === 'EFFECTIVE' ? (
                    <Button size="small" onClick={() => onAct('renew', row)}>
                      续封
                    </Button>
                  ) : null}{' '}
                  <Button size="small" onClick={() => onAct('lift', row)}>
                    解除
                  </Button>{' '}
                  {row.state === 'EFFECTIVE' && row.seizureKind === 'seizure' ? (
                    <Button size="small" onClick={() => onAct('transfer', row)}>
                      处置过户
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
