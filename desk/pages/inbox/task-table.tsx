import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { TaskRow } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { Whole } from '../../components/whole.tsx';
import { formatDateTime } from '../../lib/format.ts';

export interface TaskTableProps {
  items: TaskRow[];
  selected: number;
  empty: string;
  onSelect: (index: number) => void;
  onOpen: (task: TaskRow) => void;
  onClaim: (task: TaskRow) => void;
}

/** The inbox's native table: fast with hundreds of rows, one row selected for the keyboard. */
export function TaskTable({ items, selected, empty, onSelect, onOpen, onClaim }: TaskTableProps) {
  const current = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the selected row changes
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (items.length === 0) return <EmptyState title="这里是空的">{empty}</EmptyState>;
  return (
    <table className="grid inbox-table as-cards">
      <thead>
        <tr>
          <th scope="col">剩余</th>
          <th scope="col">业务号</th>
          <th scope="col">事项</th>
          <th scope="col">坐落</th>
          <th scope="col">当事人</th>
          <th scope="col">环节</th>
          <th scope="col">受理人</th>
          <th scope="col">签收人</th>
        </tr>
      </thead>
      <tbody>
        {items.map((task, index) => (
          <tr
            key={task.taskKey}
            ref={index === selected ? current : undefined}
            aria-selected={index === selected}
            onClick={() => onSelect(index)}
            onDoubleClick={() => onOpen(task)}
          >
            <td>
              <SlaMark sla={task.sla} />
            </td>
            <td className="code">
              <Link to="/tasks/$taskKey" params={{ taskKey: task.taskKey }}>
                {task.caseNo}
              </Link>
            </td>
            <td data-label="事项" style={{ minWidth: 110 }}>
              {task.itemName}
            </td>
            <td data-label="坐落" style={{ minWidth: 150 }}>
              <Whole text={task.location} />
            </td>
            <td data-label="当事人" style={{ minWidth: 70 }}>
              {task.parties.join('、') || '—'}
            </td>
            <td data-label="环节" style={{ whiteSpace: 'nowrap' }} title={`到达 ${formatDateTime(task.createdAt)}`}>
              {task.stepName}
            </td>
            <td data-label="受理人" style={{ whiteSpace: 'nowrap' }}>
              {task.acceptedBy?.name ?? '—'}
            </td>
            <td data-label="签收人" style={{ whiteSpace: 'nowrap' }}>
              <Holder task={task} onClaim={onClaim} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Holder({ task, onClaim }: { task: TaskRow; onClaim: (task: TaskRow) => void }) {
  if (task.holder) return task.holder.name;
  if (task.blockedReason) {
    return (
      <span className="tag" title={task.blockedReason}>
        须他人办理
      </span>
    );
  }
  if (task.state !== 'open') return '—';
  return (
    <button
      type="button"
      className="account"
      style={{ width: 'auto', padding: '0 6px' }}
      onClick={(event) => {
        event.stopPropagation();
        onClaim(task);
      }}
    >
      签收
    </button>
  );
}
