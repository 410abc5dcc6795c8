import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { PaperSheet, PaperState } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { KIND_WORDS, PAPER_STATES, STATE_WORDS } from './words.ts';

/** Sheets that have left the blank stock, newest first; a printed one that is still in the office can be printed again. */
export function SheetTable({
  sheets,
  search,
  onReprint,
}: {
  sheets: PaperSheet[];
  search: { q?: string; state?: PaperState };
  onReprint: (sheet: PaperSheet) => void;
}) {
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const go = (next: { q?: string; state?: PaperState }) => void navigate({ to: '/papers', search: next });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>用纸记录</h2>
        <span className="grow" />
        <Select
          aria-label="状态"
          style={{ width: 120 }}
          value={search.state ?? 'all'}
          options={[
            { value: 'all', label: '全部状态' },
            ...PAPER_STATES.map((value) => ({ value, label: STATE_WORDS[value] })),
          ]}
          onChange={(value) => go({ q: search.q, state: value === 'all' ? undefined : (value as PaperState) })}
        />
        <Input.Search
          aria-label="序列号或证书号"
          placeholder="序列号或证书号"
          allowClear
          style={{ width: 300 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onSearch={(value) => go({ q: value.trim() || undefined, state: search.state })}
        />
      </div>
      {sheets.length === 0 ? (
        <EmptyState title="没有用纸记录">印制、作废、损坏、遗失和退回的证书纸列在这里。</EmptyState>
      ) : (
        <div className="scroll-x">
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">印刷序列号</th>
                <th scope="col">种类</th>
                <th scope="col">状态</th>
                <th scope="col">证书号</th>
                <th scope="col">原因</th>
                <th scope="col">经办</th>
                <th scope="col">时间</th>
                <th scope="col">操作</th>
              </tr>
            </thead>
            <tbody>
              {sheets.map((sheet) => (
                <tr key={sheet.serial}>
                  <td className="code">{sheet.serial}</td>
                  <td>{KIND_WORDS[sheet.kind]}</td>
                  <td>
                    {STATE_WORDS[sheet.state]}
                    {sheet.destroyedAt ? '，已销毁' : ''}
                  </td>
                  <td data-label="证书号">{sheet.certificateNo ?? '—'}</td>
                  <td data-label="原因">{sheet.reason ?? '—'}</td>
                  <td data-label="经办">{sheet.by}</td>
                  <td className="num">{formatDateTime(sheet.at)}</td>
                  <td>
                    {sheet.canReprint ? (
                      <Button size="small" onClick={() => onReprint(sheet)}>
                        作废重印
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
