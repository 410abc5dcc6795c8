import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DISTRICTS } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { paperStockQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { BatchTable } from './batch-table.tsx';
import { OutstandingTable } from './outstanding-table.tsx';
import { type PaperAct, PaperDialog } from './paper-dialog.tsx';
import { SheetTable } from './sheet-table.tsx';
import { awaitsDestruction } from './words.ts';

/** 证书纸: what the office received, where every sheet went, and the certificates that never came back. */
export default function PapersPage() {
  const search = useSearch({ from: '/shell/papers' });
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(paperStockQuery(search));
  const [act, setAct] = useState<PaperAct | null>(null);
  const send = useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) =>
      api(`/api/papers/${path}`, { method: 'POST', body }),
    onSuccess: async () => {
      setAct(null);
      await client.invalidateQueries({ queryKey: ['papers'] });
    },
  });
  const open = (next: PaperAct | null) => {
    send.reset();
    setAct(next);
  };
  if (isPending) return <Loading what="正在清点证书纸" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  const spoilt = data.sheets.filter(awaitsDestruction);
  return (
    <>
      <div className="page-head">
        <h1>证书纸</h1>
        <span className="muted">{DISTRICTS[data.district]}</span>
        <span className="grow" />
        <Button onClick={() => open({ kind: 'write-off' })}>登记损坏、遗失、退回</Button>
        <Button disabled={spoilt.length === 0} onClick={() => open({ kind: 'destroy', sheets: spoilt })}>
          销毁废证（{spoilt.length}）
        </Button>
        <Button type="primary" onClick={() => open({ kind: 'receive' })}>
          空白证书入库
        </Button>
      </div>
      <BatchTable batches={data.batches} />
      <SheetTable sheets={data.sheets} search={search} onReprint={(sheet) => open({ kind: 'reprint', sheet })} />
      <OutstandingTable
        rows={data.outstanding}
        onRecall={(certificateNo, way) => open({ kind: 'recall', certificateNo, way })}
      />
      <PaperDialog
        act={act}
        busy={send.isPending}
        error={send.error}
        onCancel={() => open(null)}
        onSend={(path, body) => send.mutate({ path, body })}
      />
    </>
  );
}
