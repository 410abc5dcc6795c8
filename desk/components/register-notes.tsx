import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CautionView, UnitPage } from '../../server/api/index.ts';
import { formatDate, formatDateTime, formatFen, formatUnitCode } from '../lib/format.ts';
import { CAUTION_KINDS } from '../lib/words.ts';
import { Nothing, namesOf } from './register-rows.tsx';

/** The last parts of the page: cautions, rights of residence, easements and objections. */
export function RegisterNotes({ page }: { page: UnitPage }) {
  return (
    <>
      <Notes
        title="预告登记"
        none="没有预告登记"
        head={['种类', '权利人', '约定与期限', '登记证明号', '登簿时间']}
        rows={page.cautions.map((row) => ({
          id: row.rightId,
          cells: [
            CAUTION_KINDS[row.cautionKind] ?? row.cautionKind,
            namesOf(row.holders),
            <CautionTerms key="terms" row={row} />,
            row.certificateNos.join('、') || '—',
            formatDateTime(row.registeredAt),
          ],
        }))}
      />
      <Notes
        title="居住权"
        none="没有居住权"
        head={['居住权人', '居住范围与条件', '期限', '登记证明号', '登簿时间']}
        rows={page.residences.map((row) => ({
          id: row.rightId,
          cells: [
            namesOf(row.holders),
            <>
              {row.scope}
              {row.conditions ? <span className="muted">（{row.conditions}）</span> : null}
              <br />
              {row.basis === 'will' ? '遗嘱' : '合同'} {row.basisNo}，
              {row.priceFen === null ? '无偿' : formatFen(row.priceFen)}
            </>,
            row.termTo ? `至 ${formatDate(row.termTo)}` : '终身',
            row.certificateNos.join('、') || '—',
            formatDateTime(row.registeredAt),
          ],
        }))}
      />
      <Notes
        title="地役权"
        none="没有地役权"
        head={['本单元', '对方单元', '利用内容', '期限', '登记证明号', '登簿时间']}
        rows={page.easements.map((row) => ({
          id: row.rightId,
          cells: [
            row.side === 'servient' ? '供役地' : '需役地',
            <Link key="other" className="code" to="/register/$unitCode" params={{ unitCode: row.otherUnitCode }}>
              {formatUnitCode(row.otherUnitCode)}
            </Link>,
            <>
              {row.content}
              <br />
              合同 {row.contractNo}
            </>,
            `${formatDate(row.termFrom)} 至 ${formatDate(row.termTo)}`,
            row.certificateNos.join('、') || '—',
            formatDateTime(row.registeredAt),
          ],
        }))}
      />
      <Notes
        title="异议登记"
        none="没有异议登记"
        head={['异议事项', '申请人', '登簿时间', '效力']}
        rows={page.objections.map((row) => ({
          id: row.rightId,
          cells: [
            row.matter,
            namesOf(row.holders),
            formatDateTime(row.registeredAt),
            row.suitNo ? `已起诉（${row.suitNo}），继续有效` : `未起诉的 ${formatDate(row.lapsesOn)} 失效`,
          ],
        }))}
      />
    </>
  );
}

/** What the parties agreed, and until when the caution holds (INV-21). */
function CautionTerms({ row }: { row: CautionView }) {
  const agreed = [
    row.agreementNo ? `协议 ${row.agreementNo}` : '',
    row.agreedOn ? `${formatDate(row.agreedOn)} 约定` : '',
    row.priceFen === null ? '' : `价款 ${formatFen(row.priceFen)}`,
  ].filter(Boolean);
  return (
    <>
      {agreed.length > 0 ? <div>{agreed.join('，')}</div> : null}
      {row.claim ? (
        <div>
          担保债权 {formatFen(row.claim.amountFen)}，{formatDate(row.claim.termFrom)} 至 {formatDate(row.claim.termTo)}
        </div>
      ) : null}
      <div>
        {row.registrableFrom ? `${formatDate(row.registrableFrom)} 起可以登记` : '可以登记之日尚未确定'}
        {row.lapsesOn ? `，${formatDate(row.lapsesOn)} 后失效` : ''}
      </div>
    </>
  );
}

interface NoteRows {
  title: string;
  none: string;
  head: readonly string[];
  rows: { id: string; cells: ReactNode[] }[];
}

function Notes({ title, rows, none, head }: NoteRows) {
  return (
    <table>
      <caption>{title}</caption>
      {rows.length > 0 ? (
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
      ) : null}
      <tbody>
        {rows.length === 0 ? <Nothing span={head.length} text={none} /> : null}
        {rows.map((row) => (
          <tr key={row.id}>
            {row.cells.map((cell, index) => (
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
