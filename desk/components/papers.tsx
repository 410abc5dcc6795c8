import { lazy, Suspense, useState } from 'react';
import type { CaseDocument } from '../../server/api/index.ts';
import { documentUrl } from '../api/queries.ts';
import { formatBytes, formatDateTime } from '../lib/format.ts';
import { EmptyState } from './empty-state.tsx';
import { Loading } from './loading.tsx';
import { Tabs } from './tabs.tsx';

const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }));

export interface PapersProps {
  caseNo: string;
  documents: CaseDocument[];
  /** Document to show; the first one when left out. */
  selected?: string;
  onSelect?: (documentId: string) => void;
  empty: string;
}

/** The papers of a case: a tab for each, the chosen one below. */
export function Papers({ caseNo, documents, selected, onSelect, empty }: PapersProps) {
  const [own, setOwn] = useState<string>();
  const current = documents.find((one) => one.documentId === (selected ?? own)) ?? documents[0];
  if (!current) return <EmptyState title="还没有文件">{empty}</EmptyState>;
  const url = documentUrl(caseNo, current.documentId);
  return (
    <div className="paper">
      <Tabs
        className="paper-tabs"
        label="文件"
        active={current.documentId}
        onChange={(documentId) => {
          setOwn(documentId);
          onSelect?.(documentId);
        }}
        items={documents.map(({ documentId, title, size, createdAt }) => ({
          key: documentId,
          label: title,
          title: `${title} · ${formatBytes(size)} · ${formatDateTime(createdAt)}`,
        }))}
      />
      {current.mediaType === 'application/pdf' ? (
        <Suspense fallback={<Loading what="正在打开文件" />}>
          <PdfView url={url} title={current.title} />
        </Suspense>
      ) : current.mediaType.startsWith('image/') ? (
        <div className="paper-image">
          <img src={url} alt={current.title} />
        </div>
      ) : (
        <EmptyState title={current.title}>
          这种文件不能在页面里显示。<a href={documentUrl(caseNo, current.documentId, true)}>下载后查看</a>
        </EmptyState>
      )}
    </div>
  );
}
