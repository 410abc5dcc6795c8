import { Button } from 'antd';
import {
  LETTER_KINDS,
  LETTER_STATES,
  LETTER_WAYS,
  type LetterState,
  type PrintedLetter,
} from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';
import type { LetterAct } from './letters-page.tsx';

const hints: Record<LetterState, string> = {
  open: '有抵押的不动产过户或被查封、共有人处分、依职权更正时，没有联网的人由登记机构书面告知，告知书列在这里等待制作。',
  issued: '制作并盖章的告知书，打印寄出后登记寄出日期和邮件号。',
  posted: '已寄出的告知书，收到回执后登记送达；退回的再次寄出或公告送达。',
  told: '送达的告知书，最近的在前。',
};

interface Props {
  rows: PrintedLetter[];
  state: LetterState;
  /** The letter something is being done with. */
  busy: string | null;
  onMake: (letter: PrintedLetter) => void;
  onAct: (act: LetterAct) => void;
}

export function LetterTable({ rows, state, busy, onMake, onAct }: Props) {
  if (rows.length === 0) return <EmptyState title={`没有${LETTER_STATES[state]}的告知书`}>{hints[state]}</EmptyState>;
  return (
    <table className="grid as-cards">
      <thead>
        <tr>
          <th scope="col">事由</th>
          <th scope="col">受告知人</th>
          <th scope="col">不动产</th>
          <th scope="col">业务、查封编号</th>
          <th scope="col">发生时间</th>
          <th scope="col">文号与送达</th>
          <th scope="col">操作</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((letter) => (
          <tr key={letter.letterId}>
            <td>{LETTER_KINDS[letter.kind]}</td>
            <td data-label="受告知人">{letter.addressee}</td>
            <td data-label="不动产">
              {letter.location}
              <div className="code muted">{letter.unitCode}</div>
            </td>
            <td className="code" data-label="业务、查封编号">
              {letter.reference}
            </td>
            <td className="num" data-label="发生时间">
              {formatDateTime(letter.createdAt)}
            </td>
            <td data-label="文号与送达">
              <Progress letter={letter} />
            </td>
            <td style={{ whiteSpace: 'nowrap' }}>
              <Acts letter={letter} busy={busy === letter.letterId} onMake={onMake} onAct={onAct} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Progress({ letter }: { letter: PrintedLetter }) {
  return (
    <>
      {letter.letterNo ?? <span className="muted">尚未编号</span>}
      {letter.postings.map((posting, i) => (
        <div key={i} className="muted num">
          {LETTER_WAYS[posting.way]} {posting.postedOn} {posting.trackingNo}
        </div>
      ))}
      {letter.toldAt ? (
        <div className="num">
          ✓ 送达 {formatDateTime(letter.toldAt)}（{letter.receiptNo}）
        </div>
      ) : null}
      {letter.termEndsAt ? <div className="num">权利人期限至 {formatDateTime(letter.termEndsAt)}</div> : null}
    </>
  );
}

function Acts({
  letter,
  busy,
  onMake,
  onAct,
}: Pick<Props, 'onMake' | 'onAct'> & { letter: PrintedLetter; busy: boolean }) {
  if (letter.state === 'open')
    return (
      <Button size="small" type="primary" loading={busy} onClick={() => onMake(letter)}>
        制作盖章
      </Button>
    );
  return (
    <>
      <Button size="small" href={`/api/letters/${letter.letterId}/paper`} target="_blank">
        打印
      </Button>{' '}
      {letter.state === 'told' ? null : (
        <Button size="small" onClick={() => onAct({ kind: 'post', letter })}>
          {letter.state === 'issued' ? '登记寄出' : '再次寄出'}
        </Button>
      )}{' '}
      {letter.state === 'posted' ? (
        <Button size="small" type="primary" onClick={() => onAct({ kind: 'told', letter })}>
          登记送达
        </Button>
      ) : null}
    </>
  );
}
