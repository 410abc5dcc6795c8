import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { CourtNotice, CourtSeizure, NoticeKind } from '../../../server/api/index.ts';
import { casesQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { may, useSession } from '../../lib/session.ts';
import { useHotkeys } from '../../lib/use-hotkeys.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import { NoticeDrawer } from './notice-drawer.tsx';
import { NoticeForm } from './notice-form.tsx';
import { NoticeTable } from './notice-table.tsx';
import { LATER_MS, noticesQuery, seizuresQuery } from './queries.ts';
import { SeizureTable } from './seizure-table.tsx';
import { TransferForm } from './transfer-form.tsx';
import { TransferTable } from './transfer-table.tsx';

interface Draft {
  kind: NoticeKind;
  seizure: CourtSeizure | null;
}

/** 法院工作台: what waits for the signature, what was delivered and answered, the court's seizures with their terms, and the transfers that carry out its orders. */
export default function CourtPage() {
  const session = useSession();
  const notices = useQuery(noticesQuery);
  const seizures = useQuery(seizuresQuery);
  const [list, setList] = useState<'waiting' | 'delivered' | 'seizures' | 'transfers'>('waiting');
  const [draft, setDraft] = useState<Draft | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [signing, setSigning] = useState<CourtNotice | null>(null);
  const [disposing, setDisposing] = useState<CourtSeizure | null>(null);
  // Filed by the register, a few seconds after the signature.
  const transfers = useQuery({ ...casesQuery({ limit: 100 }), refetchInterval: LATER_MS });
  const files = may(session, 'court.notice');
  useHotkeys({
    n: () => files && setDraft({ kind: 'seize', seizure: null }),
    q: () => files && setDraft({ kind: 'query', seizure: null }),
  });
  if (notices.error) return <Problem error={notices.error} onRetry={() => void notices.refetch()} />;
  if (notices.isPending) return <Loading />;
  const items = notices.data.items;
  const waiting = items.filter((one) => one.state === 'FILED');
  const delivered = items.filter((one) => one.state !== 'FILED');
  const own = seizures.data?.items ?? [];
  const act = (kind: 'renew' | 'lift' | 'transfer', seizure: CourtSeizure) =>
    kind === 'transfer' ? setDisposing(seizure) : setDraft({ kind, seizure });
  const table = (rows: CourtNotice[], empty: string) => (
    <NoticeTable
      rows={rows}
      empty={empty}
      onOpen={(one) => setShown(one.noticeNo)}
      onSign={files ? undefined : setSigning}
    />
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>法院工作台</h1>
        <span className="grow" />
        {files ? (
          <>
            <Button type="primary" onClick={() => setDraft({ kind: 'seize', seizure: null })}>
              新通知书
            </Button>
            <Button onClick={() => setDraft({ kind: 'query', seizure: null })}>协助查询</Button>
          </>
        ) : null}
      </div>
      <Tabs
        label="通知书与查封"
        active={list}
        keep
        onChange={setList}
        items={[
          {
            key: 'waiting',
            label: `待签发 ${waiting.length}`,
            children: table(
              waiting,
              files ? '承办人提交的通知书，签发之前列在这里。' : '承办人提交后，由您在这里签发送达。',
            ),
          },
          {
            key: 'delivered',
            label: `已送达 ${delivered.length}`,
            children: table(delivered, '签发送达的通知书和登记机构的回执列在这里。'),
          },
          {
            key: 'seizures',
            label: `我院在册查封 ${own.length}`,
            children: seizures.error ? (
              <Problem error={seizures.error} />
            ) : (
              <SeizureTable rows={own} onAct={files ? act : undefined} />
            ),
          },
          {
            key: 'transfers',
            label: `处置过户 ${transfers.data?.total ?? 0}`,
            children: transfers.error ? (
              <Problem error={transfers.error} />
            ) : (
              <TransferTable rows={transfers.data?.items ?? []} />
            ),
          },
        ]}
      />
      <TransferForm seizure={disposing} onClose={() => setDisposing(null)} />
      <NoticeForm draft={draft} onClose={() => setDraft(null)} onFiled={setShown} />
      <NoticeDrawer notice={items.find((one) => one.noticeNo === shown) ?? null} onClose={() => setShown(null)} />
      <ApproveDialog notice={signing} onClose={() => setSigning(null)} />
    </div>
  );
}
