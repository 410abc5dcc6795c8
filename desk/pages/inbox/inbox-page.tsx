import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { TASK_FILTERS, type TaskFilter, type TaskRow } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { tasksQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { useDebounced } from '../../lib/use-debounced.ts';
import { useHotkeys } from '../../lib/use-hotkeys.ts';
import { KeyHelp } from './key-help.tsx';
import { TaskTable } from './task-table.tsx';

/** 我的待办: one table, most urgent first, worked by keyboard. */
export default function InboxPage() {
  const { filter = 'todo', step, q } = useSearch({ from: '/shell/tasks' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [typed, setTyped] = useState(q ?? '');
  const [row, setRow] = useState(0);
  const [help, setHelp] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const settled = useDebounced(typed.trim(), 250);
  const { data, error, isPending, refetch } = useQuery(tasksQuery({ filter, q, elementId: step }));
  const items = data?.items ?? [];
  const selected = Math.min(row, Math.max(0, items.length - 1));

  const show = (next: { filter?: TaskFilter; step?: string; q?: string }) => {
    setRow(0);
    void navigate({ to: '/tasks', search: next, replace: true });
  };
  useEffect(() => {
    if (settled !== (q ?? '')) {
      setRow(0);
      void navigate({ to: '/tasks', search: (now) => ({ ...now, q: settled || undefined }), replace: true });
    }
  }, [settled, q, navigate]);

  const open = (task: TaskRow | undefined) => {
    if (!task) return;
    if (task.blockedReason) message.warning(task.blockedReason);
    else void navigate({ to: '/tasks/$taskKey', params: { taskKey: task.taskKey } });
  };
  const claim = async (task: TaskRow | undefined) => {
    if (task?.state !== 'open') return;
    if (task.blockedReason) {
      message.warning(task.blockedReason);
      return;
    }
    try {
      await api(`/api/tasks/${encodeURIComponent(task.taskKey)}/claim`, { method: 'POST', body: {} });
      message.success(`已签收 ${task.stepName}（${task.caseNo}）`);
    } catch (failure) {
      message.warning(sentenceOf(failure));
    }
    await client.invalidateQueries({ queryKey: ['tasks'] });
  };
  const openSelected = () => open(items[selected]);
  useHotkeys(
    {
      j: () => setRow(Math.min(selected + 1, items.length - 1)),
      k: () => setRow(Math.max(selected - 1, 0)),
      Enter: openSelected,
      c: () => void claim(items[selected]),
      '/': () => searchBox.current?.select(),
      '?': () => setHelp(true),
    },
    !help,
  );

  const current = TASK_FILTERS.find((one) => one.id === filter);
  return (
    <>
      <div className="page-head">
        <h1>我的待办</h1>
        {data ? <span className="muted num">共 {data.total} 件</span> : null}
        <span className="grow" />
        <input
          ref={searchBox}
          className="search"
          style={{ width: 300 }}
          type="search"
          aria-label="查找待办"
          placeholder="按业务号、单元代码、坐落查找（/）"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          }}
        />
        <button type="button" className="account" style={{ width: 'auto' }} onClick={() => setHelp(true)}>
          按键 <kbd>?</kbd>
        </button>
      </div>
      <div className="inbox">
        <nav className="panel filters" aria-label="筛选">
          {TASK_FILTERS.map((one) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one.id === filter && !step}
              onClick={() => show({ filter: one.id, q })}
            >
              <span>{one.label}</span>
              <span className="count">{data?.counts[one.id] ?? ''}</span>
            </button>
          ))}
          {data && data.steps.length > 0 ? <h2>按环节</h2> : null}
          {data?.steps.map((one) => (
            <button
              key={one.elementId}
              type="button"
              aria-pressed={one.elementId === step}
              onClick={() => show({ filter, step: one.elementId === step ? undefined : one.elementId, q })}
            >
              <span>{one.stepName}</span>
              <span className="count">{one.count}</span>
            </button>
          ))}
        </nav>
        <section className="panel scroll-x" aria-label={current?.label}>
          {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
          {isPending ? <Loading what="正在读取待办" /> : null}
          {data ? (
            <TaskTable
              items={items}
              selected={selected}
              onSelect={setRow}
              onOpen={open}
              onClaim={(task) => void claim(task)}
              empty={q ? `没有找到“${q}”。请核对业务号、单元代码或坐落。` : (current?.empty ?? '')}
            />
          ) : null}
        </section>
      </div>
      <Modal open={help} title="按键" footer={null} onCancel={() => setHelp(false)} width={420}>
        <KeyHelp />
      </Modal>
    </>
  );
}
