import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { FrozenClaim, MortgageView, OwnershipView, SeizureView, UnitPage } from '../../server/api/index.ts';
import { UNIT_USES } from '../../server/api/index.ts';
import { formatArea, formatDate, formatDateTime, formatFen, formatShare, formatUnitCode } from '../lib/format.ts';
import { MORTGAGE_KINDS, OWNERSHIP_MODES } from '../lib/words.ts';
import { RegisterNotes } from './register-notes.tsx';
import { Nothing, namesOf } from './register-rows.tsx';
import { UnitStates } from './unit-states.tsx';

/** The page of the book for one unit, in the order of the paper register. */
export function RegisterBook({ page }: { page: UnitPage }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the page is pushed sideways, also by keyboard
    <article className="book" tabIndex={0} aria-label={`登记簿 ${page.unit.location}`}>
      <h2 className="book-title">不动产登记簿</h2>
      <div className="book-sub">
        <span className="num">不动产单元号：{formatUnitCode(page.unit.unitCode)}</span>
        <span className="num">簿页版本：{page.registerVersion}</span>
      </div>
      <Facts page={page} />
      <Ownership right={page.ownership} />
      <Mortgages rows={page.mortgages} frozen={page.frozenClaims} />
      <Seizures rows={page.seizures} />
      <RegisterNotes page={page} />
    </article>
  );
}

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

function Mortgages({ rows, frozen }: { rows: MortgageView[]; frozen: FrozenClaim[] }) {
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
          <Fragment key={row.rightId}>
            <tr>
              <td>{row.rank}</td>
              <td>{namesOf(row.holders)}</td>
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
            <Frozen claim={frozen.find(({ mortgageId }) => mortgageId === row.rightId)} />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** INV-20: from the day the mortgagee had the notice of the seizure, the claim of a 最高额抵押 grows no further. */
function Frozen({ claim }: { claim: FrozenClaim | undefined }) {
  if (!claim) return null;
  return (
    <tr>
      <td colSpan={8} className="muted">
        {claim.toldAt
          ? `${formatDateTime(claim.toldAt)} 抵押权人收到查封通知，债权数额自此不再增加：${
              claim.claimFen === null ? '未报数额，以最高债权额为限' : formatFen(claim.claimFen)
            }`
          : claim.connected
            ? '不动产已查封，正在告知抵押权人'
            : '不动产已查封，抵押权人未联网，须书面告知'}
      </td>
    </tr>
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
