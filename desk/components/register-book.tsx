import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  CautionView,
  HolderView,
  MortgageView,
  OwnershipView,
  SeizureView,
  UnitPage,
} from '../../server/api/index.ts';
import { UNIT_USES } from '../../server/api/index.ts';
import { formatArea, formatDate, formatDateTime, formatFen, formatShare, formatUnitCode } from '../lib/format.ts';
import { CAUTION_KINDS, MORTGAGE_KINDS, OWNERSHIP_MODES } from '../lib/words.ts';
import { UnitStates } from './unit-states.tsx';

/** The page of the book for one unit, in the order of the paper register. */
export function RegisterBook({ page }: { page: UnitPage }) {
  return (
    <article className="book" aria-label={`登记簿 ${page.unit.location}`}>
      <h2 className="book-title">不动产登记簿</h2>
      <div className="book-sub">
        <span className="num">不动产单元号：{formatUnitCode(page.unit.unitCode)}</span>
        <span className="num">簿页版本：{page.registerVersion}</span>
      </div>
      <Facts page={page} />
      <Ownership right={page.ownership} />
      <Mortgages rows={page.mortgages} />
      <Seizures rows={page.seizures} />
      <Notes
        title="预告登记"
        none="没有预告登记"
        head={['种类', '权利人', '约定与期限', '登记证明号', '登簿时间']}
        rows={page.cautions.map((row) => ({
          id: row.rightId,
          cells: [
            CAUTION_KINDS[row.cautionKind] ?? row.cautionKind,
            names(row.holders),
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
            names(row.holders),
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
            names(row.holders),
            formatDateTime(row.registeredAt),
            `未起诉的 ${formatDate(row.lapsesOn)} 失效`,
          ],
        }))}
      />
    </article>
  );
}

const names = (holders: HolderView[]): string => holders.map((holder) => holder.name).join('、') || '—';

function Facts({ page }: { page: UnitPage }) {
  const { unit } = page;
  const floor = unit.floor === null ? '—' : `${unit.floor}${unit.totalFloors ? `（共 ${unit.totalFloors} 层）` : ''}`;
  return (
    <table>
      <caption>
        基本信息 <UnitStates states={page.states} />
      </caption>
      <tbody>
        <tr>
          <th scope="row">坐落</th>
          <td colSpan={5}>
            {unit.location}
            {unit.projectName ? <span className="muted">（{unit.projectName}）</span> : null}
          </td>
        </tr>
        <tr>
          <th scope="row">建筑面积</th>
          <td>{formatArea(unit.area)}</td>
          <th scope="row">专有面积</th>
          <td>{formatArea(unit.innerArea)}</td>
          <th scope="row">分摊面积</th>
          <td>{formatArea(unit.sharedArea)}</td>
        </tr>
        <tr>
          <th scope="row">幢号</th>
          <td>{unit.buildingNo ?? '—'}</td>
          <th scope="row">所在层</th>
          <td>{floor}</td>
          <th scope="row">室号</th>
          <td>{unit.roomNo ?? '—'}</td>
        </tr>
        <tr>
          <th scope="row">规划用途</th>
          <td>{UNIT_USES[unit.use]}</td>
          <th scope="row">房屋结构</th>
          <td>{unit.structure ?? '—'}</td>
          <th scope="row">竣工日期</th>
          <td>{formatDate(unit.completedOn)}</td>
        </tr>
        <tr>
          <th scope="row">权利性质</th>
          <td>{unit.landNature}</td>
          <th scope="row">土地用途</th>
          <td>{unit.landUse}</td>
          <th scope="row">使用期限至</th>
          <td>{formatDate(unit.landTermTo)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function CaseLink({ caseNo }: { caseNo: string | null }) {
  if (!caseNo) return null;
  return (
    <Link className="code" to="/cases/$caseNo" params={{ caseNo }}>
      {caseNo}
    </Link>
  );
}

function Nothing({ span, text }: { span: number; text: string }) {
  return (
    <tr>
      <td colSpan={span} className="nothing">
        {text}
      </td>
    </tr>
  );
}

function Ownership({ right }: { right: OwnershipView | null }) {
  return (
    <table>
      <caption>所有权</caption>
      <thead>
        <tr>
          <th scope="col">权利人</th>
          <th scope="col">证件号码</th>
          <th scope="col">共有情况</th>
          <th scope="col">证书号</th>
          <th scope="col">登记原因 / 业务号</th>
          <th scope="col">登簿时间 / 登簿人</th>
        </tr>
      </thead>
      <tbody>
        {right ? null : <Nothing span={6} text="尚未首次登记" />}
        {right?.holders.map((holder, index) => (
          <tr key={holder.seq}>
            <td>{holder.name}</td>
            <td>{holder.idNo}</td>
            <td>
              {OWNERSHIP_MODES[right.mode]}
              {right.mode === 'shares' ? ` ${formatShare(holder.share)}` : ''}
            </td>
            <td>{right.certificateNos[index] ?? right.certificateNos[0] ?? '—'}</td>
            {index === 0 ? (
              <>
                <td rowSpan={right.holders.length}>
                  {right.reason}{' '}
                  {right.priceFen === null ? null : <span className="muted">（{formatFen(right.priceFen)}）</span>}
                  <br />
                  <CaseLink caseNo={right.caseNo} />
                </td>
                <td rowSpan={right.holders.length}>
                  {formatDateTime(right.registeredAt)}
                  <br />
                  {right.registrar}
                </td>
              </>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mortgages({ rows }: { rows: MortgageView[] }) {
  return (
    <table>
      <caption>抵押权（按顺位）</caption>
      <thead>
        <tr>
          <th scope="col">顺位</th>
          <th scope="col">抵押权人</th>
          <th scope="col">方式</th>
          <th scope="col">债权数额</th>
          <th scope="col">债务履行期限</th>
          <th scope="col">约定限制转让</th>
          <th scope="col">登记证明号</th>
          <th scope="col">登簿时间 / 业务号</th>
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 ? <Nothing span={8} text="没有抵押权" /> : null}
        {rows.map((row) => (
          <tr key={row.rightId}>
            <td>{row.rank}</td>
            <td>{names(row.holders)}</td>
            <td>{MORTGAGE_KINDS[row.mortgageKind]}</td>
            <td style={{ whiteSpace: 'nowrap' }}>{formatFen(row.amountFen)}</td>
            <td>
              {row.termFrom} 至 {row.termTo}
            </td>
            <td>{row.restrictsTransfer ? '有' : '无'}</td>
            <td>{row.certificateNos.join('、') || '—'}</td>
            <td>
              {formatDateTime(row.registeredAt)}
              <br />
              <CaseLink caseNo={row.caseNo} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Seizures({ rows }: { rows: SeizureView[] }) {
  return (
    <table>
      <caption>查封（按送达先后）</caption>
      <thead>
        <tr>
          <th scope="col">次序</th>
          <th scope="col">类型</th>
          <th scope="col">查封机关</th>
          <th scope="col">案号</th>
          <th scope="col">送达时间</th>
          <th scope="col">期限</th>
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 ? <Nothing span={6} text="没有查封" /> : null}
        {rows.map((row) => (
          <tr key={row.rightId}>
            <td style={{ whiteSpace: 'nowrap' }}>{row.queueNo === null ? '生效' : `轮候第 ${row.queueNo} 位`}</td>
            <td>
              {row.queueNo === null ? '' : '轮候'}
              {row.seizureKind === 'pre_seizure' ? '预查封' : '查封'}
              {row.scopeShare ? `（份额 ${formatShare(row.scopeShare)}）` : ''}
            </td>
            <td>{row.authority}</td>
            <td>{row.documentNo}</td>
            <td>{formatDateTime(row.deliveredAt)}</td>
            <td>
              {row.startsAt
                ? `${formatDate(row.startsAt)} 至 ${formatDate(row.endsAt)}`
                : `${row.termMonths} 个月，转为生效时起算`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
