import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { LETTER_KINDS, LETTER_STATES, type LetterState, type PrintedLetter } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { LetterTable } from './letter-table.tsx';
import { PostDialog } from './post-dialog.tsx';
import { type LetterSearch, lettersQuery } from './queries.ts';
import { ToldDialog } from './told-dialog.tsx';

export type LetterAct = { kind: 'post' | 'told'; letter: PrintedLetter };

/** 告知书: whoever no interface connects is told on paper: made and sealed, posted, delivered. */
export default function LettersPage() {
  const { state = 'open', kind, text } = useSearch({ from: '/shell/letters' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const search: LetterSearch = { state, kind, text };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    lettersQuery(search),
  );
  const find = (next: Partial<LetterSearch>) =>
    void navigate({ to: '/letters', search: { ...search, ...next }, replace: true });
  const [act, setAct] = useState<LetterAct | null>(null);
  const send = useMutation({
    mutationFn: ({ letterId, path, body }: { letterId: string; path: string; body?: unknown }) =>
      api(`/api/letters/${letterId}/${path}`, { method: 'POST', body: body ?? {} }),
    onSuccess: async () => {
      setAct(null);
      await client.invalidateQueries({ queryKey: ['letters'] });
    },
  });
  const open = (next: LetterAct | null) => {
    send.reset();
    setAct(next);
  };
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  const counts: Partial<Record<LetterState, number>> = data?.pages[0]?.counts ?? {};
  return (
    <div className="page">
      <div className="page-head">
        <h1>告知书</h1>
        <span className="muted">没有联网的抵押权人、共有人和登记簿权利人，由本中心书面告知</span>
      </div>
      {send.error && !act ? <Problem error={send.error} /> : null}
      <Tabs
        label="告知书状态"
        active={state}
        onChange={(key) => find({ state: key as LetterState })}
        items={Object.entries(LETTER_STATES).map(([key, label]) => ({
          key,
          label: counts[key as LetterState] === undefined ? label : `${label} ${counts[key as LetterState]}`,
        }))}
      />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 12 }}>
        <Select
          aria-label="事由"
          allowClear
          placeholder="全部事由"
          style={{ width: 220 }}
          value={kind ?? null}
          options={Object.entries(LETTER_KINDS).map(([value, label]) => ({
            value: value as keyof typeof LETTER_KINDS,
            label,
          }))}
          onChange={(value) => find({ kind: value ?? undefined })}
        />
        <Input.Search
          key={text ?? ''}
          aria-label="查找告知书"
          allowClear
          placeholder="单元号、文号、业务号或坐落"
          defaultValue={text ?? ''}
          maxLength={80}
          style={{ width: 320, maxWidth: '100%' }}
          onSearch={(value) => find({ text: value.trim() || undefined })}
        />
      </div>
      {data ? (
        <LetterTable
          rows={data.pages.flatMap(({ items }) => items)}
          state={state}
          busy={send.isPending ? (send.variables?.letterId ?? null) : null}
          onMake={({ letterId }) => send.mutate({ letterId, path: 'paper' })}
          onAct={open}
        />
      ) : (
        <Loading what="正在读取告知书" />
      )}
      {hasNextPage ? (
        <Button style={{ marginTop: 12 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          再显示50封
        </Button>
      ) : null}
      <PostDialog
        letter={act?.kind === 'post' ? act.letter : null}
        busy={send.isPending}
        error={send.error}
        onCancel={() => open(null)}
        onSend={(letterId, body) => send.mutate({ letterId, path: 'postings', body })}
      />
      <ToldDialog
        letter={act?.kind === 'told' ? act.letter : null}
        busy={send.isPending}
        error={send.error}
        onCancel={() => open(null)}
        onSend={(letterId, body) => send.mutate({ letterId, path: 'told', body })}
      />
    </div>
  );
}
