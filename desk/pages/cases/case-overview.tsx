import { Link } from '@tanstack/react-router';
import { type CaseDetail, ROLES, type RoleName } from '../../../server/api/index.ts';
import { documentUrl } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PartyTable } from '../../components/party-table.tsx';
import { Reviews } from '../../components/reviews.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { formatDate, formatDateTime, formatMinutes, formatUnitCode } from '../../lib/format.ts';
import { MATERIAL_SOURCES } from '../../lib/words.ts';
import { CaseFacts } from '../task/case-facts.tsx';
import { spanText, ticketNo } from '../tickets/words.ts';
import { PaymentPanel } from './payment-panel.tsx';
import { PublicityPanel } from './publicity-panel.tsx';
import { WaitingAnswers } from './waiting-answers.tsx';

/** The case at a glance: what is applied for, who, where it waits, its clock, its certificates. */
export function CaseOverview({
  detail,
  onShowDocument,
}: {
  detail: CaseDetail;
  onShowDocument: (documentId: string) => void;
}) {
  return (
    <div className="columns">
      <div>
        <CaseFacts detail={detail} />
        <section className="panel">
          <div className="panel-head">
            <h2>当事人</h2>
          </div>
          <PartyTable caseNo={detail.caseNo} parties={detail.partyList} canUnmask={detail.actions.unmask} />
        </section>
        <Materials detail={detail} onShowDocument={onShowDocument} />
        <Reviews reviews={detail.reviews} />
      </div>
      <aside>
        <OpenTasks detail={detail} />
        <WaitingAnswers detail={detail} />
        <ClockPanel detail={detail} />
        <PublicityPanel detail={detail} />
        {detail.payment ? <PaymentPanel payment={detail.payment} /> : null}
        <Certificates detail={detail} />
      </aside>
    </div>
  );
}

function OpenTasks({ detail }: { detail: CaseDetail }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>正在等谁</h2>
      </div>
      <div className="panel-body">
        <Supplement detail={detail} />
        {detail.openTasks.length === 0 && !detail.supplementAsked ? (
          <span className="muted">{detail.closedAt ? '本件已办结。' : nobodyOf(detail)}</span>
        ) : null}
        {detail.openTasks.map((task) => (
          <p key={task.taskKey} style={{ marginBottom: 6 }}>
            <Link to="/tasks/$taskKey" params={{ taskKey: task.taskKey }}>
              {task.stepName}
            </Link>{' '}
            <span className="tag">{ROLES[task.role as RoleName] ?? task.role}</span>
            <br />
            <span className="muted num">
              {task.holder ? `签收人 ${task.holder.name}` : '待签收'}，{formatDateTime(task.createdAt)} 到达
            </span>
          </p>
        ))}
      </div>
    </section>
  );
}

const nobodyOf = ({ sla }: CaseDetail) =>
  `没有人工任务，${(sla.pausedSince && sla.pauseCauseText) || '系统或外部门正在办理'}。`;

/** What the applicant has still to bring, by when, and how the case goes on then. */
function Supplement({ detail: { supplementAsked: asked, actions } }: { detail: CaseDetail }) {
  if (!asked) return null;
  return (
    <p className="note note-near num">
      等申请人补正：{asked.items.join('、')}，{formatDate(asked.dueAt)} 前交来。
      {actions.supplement ? '收到后点页首的“收到补正”，继续办理。' : '登记窗口收到后继续办理。'}
    </p>
  );
}

function ClockPanel({ detail }: { detail: CaseDetail }) {
  const { sla } = detail;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>时限</h2>
        <SlaMark sla={sla} />
      </div>
      <div className="panel-body">
        <dl className="facts num">
          <TicketFacts detail={detail} />
          <dt>受理</dt>
          <dd>{formatDateTime(sla.startedAt)}</dd>
          {sla.pausedSince ? (
            <>
              <dt>暂停</dt>
              <dd>
                {formatDateTime(sla.pausedSince)}，{sla.pauseCauseText ?? sla.pauseCause}
              </dd>
            </>
          ) : null}
          <dt>应登簿</dt>
          <dd>{formatDateTime(sla.dueAt)}</dd>
          <dt>登簿</dt>
          <dd>{formatDateTime(detail.registeredAt)}</dd>
          {sla.startedAt ? (
            <>
              <dt>净用时</dt>
              <dd>
                {formatMinutes(sla.netMinutes)} / {sla.targetMinutes} 分
              </dd>
              <dt>总用时</dt>
              <dd>{formatMinutes(sla.grossMinutes)}（含暂停）</dd>
            </>
          ) : null}
        </dl>
      </div>
    </section>
  );
}

/** 取号 → 叫号 → 受理: measured apart, before the clock of the case starts. */
function TicketFacts({ detail: { ticket } }: { detail: CaseDetail }) {
  if (!ticket) return null;
  return (
    <>
      <dt>取号</dt>
      <dd>
        {formatDateTime(ticket.queuedAt)}，{ticketNo(ticket)} 号
      </dd>
      <dt>叫号</dt>
      <dd>
        {formatDateTime(ticket.calledAt)}，{ticket.counter}
      </dd>
      <dt>候号</dt>
      <dd>{spanText(ticket.waited)}</dd>
      <dt>窗口办理</dt>
      <dd>{spanText(ticket.atWindow)}</dd>
    </>
  );
}

function Certificates({ detail }: { detail: CaseDetail }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>证书</h2>
      </div>
      <div className="panel-body">
        {detail.certificates.length === 0 ? (
          <span className="muted">
            {detail.closedAt && !detail.registeredAt ? `本件${detail.statusText}，不出证。` : '登簿后在这里出证。'}
          </span>
        ) : null}
        {detail.certificates.map((one) => (
          <div key={one.certificateNo} style={{ marginBottom: 8 }}>
            <strong>{one.certificateNo}</strong>{' '}
            {one.state === 'CANCELLED' ? <span className="tag tag-over">已注销</span> : null}
            <div className="switches">
              {one.documentId ? (
                <a href={documentUrl(detail.caseNo, one.documentId)} target="_blank" rel="noreferrer">
                  电子证照 PDF
                </a>
              ) : (
                <span className="muted">正在制证</span>
              )}
              {one.verifyUrl ? (
                <a href={one.verifyUrl} target="_blank" rel="noreferrer">
                  公众核验页
                </a>
              ) : null}
            </div>
            {one.serialNo ? <span className="muted num">证书纸 {one.serialNo}</span> : null}
          </div>
        ))}
      </div>
    </section>
  );
}

function Materials({ detail, onShowDocument }: { detail: CaseDetail; onShowDocument: (documentId: string) => void }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>材料</h2>
      </div>
      {detail.materials.length === 0 ? (
        <EmptyState title="还没有收件清单">身份核验之后，系统按事项列出所需材料。</EmptyState>
      ) : null}
      {detail.materials.length > 0 ? (
        <table className="grid as-cards" aria-label="材料">
          <tbody>
            {detail.materials.map((material) => (
              <tr key={material.materialId}>
                <td>{material.name}</td>
                <td>{MATERIAL_SOURCES[material.source]}</td>
                <td>
                  {material.present ? (
                    <span className="tag tag-ok">✓ 已有</span>
                  ) : (
                    <span className="tag tag-near">▲ 未收</span>
                  )}
                </td>
                <td className="num muted">{material.reference ?? (material.pages ? `${material.pages} 页` : '')}</td>
                <td>
                  {material.documentId ? (
                    <button
                      type="button"
                      className="account"
                      style={{ width: 'auto' }}
                      onClick={() => onShowDocument(material.documentId ?? '')}
                    >
                      查看
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <p className="muted num" style={{ padding: '6px 14px' }}>
        不动产单元 {detail.unitCodes.map(formatUnitCode).join('、')}
        {detail.registerVersion === null ? '' : `，受理时簿页版本 ${detail.registerVersion}`}
      </p>
    </section>
  );
}
