import { Drawer } from 'antd';
import { type CourtNotice, NOTICE_KINDS, type QueriedUnit } from '../../../server/api/index.ts';
import { noticePackageUrl } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PdfView } from '../../components/pdf-view.tsx';
import { formatDate, formatDateTime, formatFen, formatShare } from '../../lib/format.ts';
import { DisposalFacts, DisposalResult } from './disposal-facts.tsx';
import { NoticeStateMark } from './notice-table.tsx';
import { answerOf, paperUrl } from './queries.ts';

/** One notice with what came of it: reasons, result sheet and the sealed answer as PDF. */
export function NoticeDrawer({ notice, onClose }: { notice: CourtNotice | null; onClose: () => void }) {
  const answer = notice ? answerOf(notice) : undefined;
  return (
    <Drawer
      open={notice !== null}
      onClose={onClose}
      size={760}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      title={notice ? `${NOTICE_KINDS[notice.kind]} ${notice.documentNo}` : ''}
    >
      {notice ? (
        <>
          <p>
            <NoticeStateMark notice={notice} />
            　编号 {notice.noticeNo}　
            <a href={noticePackageUrl(notice.noticeNo)} download>
              下载归档包
            </a>
          </p>
          <p>送达时间：{notice.deliveredAt ? formatDateTime(notice.deliveredAt) : '尚未签发送达'}</p>
          {[...notice.reasons, ...notice.advice].map((text) => (
            <p key={text} className="note note-near">
              {text}
            </p>
          ))}
          <DisposalFacts notice={notice} />
          <DisposalResult notice={notice} />
          {notice.query ? <QuerySheet units={notice.query.units} /> : null}
          {answer?.sealed ? (
            <PdfView url={paperUrl(notice.noticeNo, answer.paperId)} title={answer.title} />
          ) : (
            <EmptyState title="回执还没有出来">
              {notice.deliveredAt ? '登记机构正在办理，通常几秒钟。' : '签发送达后，登记机构自动办理并回执。'}
            </EmptyState>
          )}
        </>
      ) : null}
    </Drawer>
  );
}

function QuerySheet({ units }: { units: QueriedUnit[] }) {
  if (units.length === 0) return <EmptyState title="查无">登记簿没有符合条件的不动产登记信息。</EmptyState>;
  return units.map((unit) => (
    <section className="panel" key={unit.unitCode}>
      <div className="panel-head">
        <h2>{unit.location}</h2>
      </div>
      <div className="panel-body">
        <p>
          权利人：
          {unit.owners.map((o) => `${o.name}（${o.idNo}）${o.share ? formatShare(o.share) : ''}`).join('、') ||
            '未登记'}
        </p>
        {unit.mortgages.map((m) => (
          <p key={m.rank}>
            抵押权第{m.rank}顺位：{m.mortgagee}，{formatFen(m.amountFen)}
          </p>
        ))}
        {unit.seizures.map((s) => (
          <p key={s.documentNo}>
            {s.state === 'QUEUED' ? `轮候查封第${s.queueNo}位` : '查封'}：{s.authority} {s.documentNo}
            {s.endsAt ? `，至 ${formatDate(s.endsAt)}` : ''}
          </p>
        ))}
        {unit.disposals?.map((one) => (
          <p key={one}>{one}</p>
        ))}
        {unit.cautions.length > 0 ? <p>预告登记：{unit.cautions.map((c) => c.holders.join('、')).join('；')}</p> : null}
        {unit.objections.length > 0 ? <p>异议登记：{unit.objections.map((o) => o.matter).join('；')}</p> : null}
        {unit.residences.length > 0 ? <p>居住权：{unit.residences.map((r) => r.scope).join('；')}</p> : null}
      </div>
    </section>
  ));
}
