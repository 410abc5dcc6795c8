import { Button } from 'antd';
import { type CourtNotice, NOTICE_KINDS, NOTICE_STATES, type NoticeState } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** State is never colour alone: mark, colour and word. */
const MARKS: Record<NoticeState, [mark: string, colour: string]> = {
  FILED: ['‖', '#5c6670'],
  UNSIGNED: ['‖', '#5c6670'],
  DELIVERED: ['▲', '#9a5b00'],
  EFFECTIVE: ['●', '#1a7f37'],
  QUEUED: ['▲', '#9a5b00'],
  RENEWED: ['●', '#1a7f37'],
  LIFTED: ['●', '#1a7f37'],
  DISPOSED: ['●', '#1a7f37'],
  ANSWERED: ['●', '#1a7f37'],
  RETURNED: ['■', '#b42318'],
};

export function NoticeStateMark({ notice }: { notice: CourtNotice }) {
  const [mark, colour] = MARKS[notice.state];
  const place = notice.units.find((unit) => unit.queueNo)?.queueNo;
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      {mark} {NOTICE_STATES[notice.state]}
      {place ? `（第${place}位）` : ''}
    </span>
  );
}

export function NoticeTable(props: {
  rows: CourtNotice[];
  empty: string;
  onOpen: (notice: CourtNotice) => void;
  onSign: ((notice: CourtNotice) => void) | undefined;
}) {
  if (props.rows.length === 0) return <EmptyState title="没有通知书">{props.empty}</EmptyState>;
  return (
    <div className="panel scroll-x">
      <table className="grid">
        <thead>
          <tr>
            <th>状态</th>
            <th>案号</th>
            <th>协助事项</th>
            <th>通知书编号</th>
            <th>提交</th>
            <th>送达</th>
            <th>操作</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((notice) => (
            <tr key={notice.noticeNo}>
              <td>
                <NoticeStateMark notice={notice} />
              </td>
              <td>{notice.documentNo}</td>
              <td>{NOTICE_KINDS[notice.kind]}</td>
              <td className="num">{notice.noticeNo}</td>
              <td className="num">{formatDateTime(notice.filedAt)}</td>
              <td className="num">{notice.deliveredAt ? formatDateTime(notice.deliveredAt) : '未送达'}</td>
              <td style={{ whiteSpace: 'nowrap' }}>
                {props.onSign && notice.state === 'FILED' ? (
                  <Button size="small" type="primary" onClick={() => props.onSign?.(notice)}>
                    签发
                  </Button>
                ) : null}{' '}
                <Button size="small" onClick={() => props.onOpen(notice)}>
                  {notice.answered ? '回执' : '查看'}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
