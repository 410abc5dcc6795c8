import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { caseQuery, packageUrl } from '../../api/queries.ts';
import type { CaseTab } from '../../app/router.tsx';
import { Loading } from '../../components/loading.tsx';
import { Papers } from '../../components/papers.tsx';
import { Problem } from '../../components/problem.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { StatusTag } from '../../components/status-tag.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { UploadScan } from '../../components/upload-scan.tsx';
import { Whole } from '../../components/whole.tsx';
import { may, useSession } from '../../lib/session.ts';
import { reasonText } from '../../lib/words.ts';
import { CaseActions } from './case-actions.tsx';
import { CaseDiagram } from './case-diagram.tsx';
import { CaseOverview } from './case-overview.tsx';
import { CaseTimeline } from './case-timeline.tsx';

/** Everything about one case, each part with an address that can be sent to a colleague. */
export default function CasePage() {
  const { caseNo } = useParams({ from: '/shell/cases/$caseNo' });
  const { tab = 'overview', document } = useSearch({ from: '/shell/cases/$caseNo' });
  const navigate = useNavigate();
  const session = useSession();
  const { data, error, isPending, refetch } = useQuery(caseQuery(caseNo));
  if (isPending) return <Loading what="正在读取业务" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  const show = (next: { tab?: CaseTab; document?: string }) =>
    void navigate({ to: '/cases/$caseNo', params: { caseNo }, search: next, replace: true });
  return (
    <>
      <div className="page-head">
        <h1 className="num">{data.caseNo}</h1>
        <StatusTag status={data.status} text={data.statusText} />
        <SlaMark sla={data.sla} />
        <span>
          {data.itemName} · <Whole text={data.location} />
        </span>
        <span className="grow" />
        {data.unitCodes.map((unitCode) => (
          <Link key={unitCode} to="/register/$unitCode" params={{ unitCode }}>
            登记簿
          </Link>
        ))}
        <CaseActions detail={data} />
      </div>
      {data.closeReason ? (
        <p className="note" style={{ marginBottom: 12 }}>
          {data.statusText}：{reasonText(data.closeReason)}
        </p>
      ) : null}
      <Tabs<CaseTab>
        label="业务资料"
        active={tab}
        onChange={(key) => show({ tab: key })}
        items={[
          {
            key: 'overview',
            label: '概况',
            children: (
              <CaseOverview
                detail={data}
                onShowDocument={(documentId) => show({ tab: 'documents', document: documentId })}
              />
            ),
          },
          { key: 'timeline', label: '办理过程', children: <CaseTimeline caseNo={caseNo} /> },
          {
            key: 'documents',
            label: `文件 ${data.documents.length}`,
            children: (
              <>
                {may(session, 'case.package') ? (
                  <p style={{ marginBottom: 8 }}>
                    <a href={packageUrl(caseNo)} download>
                      下载归档包
                    </a>{' '}
                    <span className="muted">全部文件、清单和事件链存证，一个压缩文件；可脱机校验。</span>
                  </p>
                ) : null}
                {data.actions.upload ? (
                  <div style={{ marginBottom: 8 }}>
                    <UploadScan caseNo={caseNo} title="补充扫描件" label="＋ 上传扫描件" />
                  </div>
                ) : null}
                <section className="panel" style={{ display: 'flex', height: 'calc(100vh - 220px)', minHeight: 420 }}>
                  <Papers
                    caseNo={caseNo}
                    documents={data.documents}
                    selected={document}
                    onSelect={(documentId) => show({ tab: 'documents', document: documentId })}
                    empty="收件时上传的扫描件和系统出具的文书会出现在这里。"
                  />
                </section>
              </>
            ),
          },
          { key: 'diagram', label: '流程图', children: <CaseDiagram caseNo={caseNo} /> },
        ]}
      />
    </>
  );
}
