import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { CalendarDay, CalendarProposalRequest } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';
import { Titled } from '../../components/titled.tsx';
import { useProposeChange } from './use-propose-change.ts';

type Content = CalendarProposalRequest['content'];

/** A year from a holiday-cn file, or day by day from what is there. */
export function YearDialog(props: { year: number; days: readonly CalendarDay[]; onClose: () => void }) {
  const { onClose } = props;
  const [file, setFile] = useState<{ name: string; content: Content } | null>(null);
  const [days, setDays] = useState<CalendarDay[]>([...props.days]);
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const { message } = App.useApp();
  const propose = useProposeChange(onClose);
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      setFile({ name: chosen.name, content: { kind: 'holiday-cn', file: JSON.parse(await chosen.text()) } });
    } catch {
      message.error('不是 JSON 文件。请选择 holiday-cn 的年度文件，例如 2027.json。');
    }
  };
  const change = (index: number, part: Partial<CalendarDay>) =>
    setDays(days.map((one, i) => (i === index ? { ...one, ...part } : one)));
  return (
    <Modal
      open
      title={`变更 ${props.year} 年节假日安排`}
      okText="提出变更"
      cancelText="取消"
      width={640}
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={() =>
        propose.mutate({ content: file?.content ?? { kind: 'year', year: props.year, days }, source, reason })
      }
    >
      <div className="change-form">
        <Titled title={`导入 holiday-cn 年度文件（${props.year}.json）`}>
          <input
            type="file"
            accept=".json,application/json"
            aria-label="年度文件"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </Titled>
        {file ? (
          <p className="note">
            将按 {file.name} 替换整年的安排。
            <Button type="link" onClick={() => setFile(null)}>
              改为逐日填写
            </Button>
          </p>
        ) : (
          <fieldset className="change-form" style={{ maxHeight: 260, overflow: 'auto' }}>
            <legend>或逐日填写与周一至周五不同的日子</legend>
            {days.map((one, i) => (
              <div className="period-row" key={i}>
                <Input
                  type="date"
                  aria-label={`第${i + 1}天`}
                  value={one.day}
                  onChange={(event) => change(i, { day: event.target.value })}
                />
                <Select
                  aria-label={`第${i + 1}天的安排`}
                  style={{ width: 110, flex: 'none' }}
                  value={one.kind}
                  options={[
                    { value: 'OFF', label: '休 放假' },
                    { value: 'WORK', label: '班 上班' },
                  ]}
                  onChange={(kind) => change(i, { kind })}
                />
                <Input
                  aria-label={`第${i + 1}天的名称`}
                  value={one.name}
                  maxLength={40}
                  onChange={(event) => change(i, { name: event.target.value })}
                />
                <Button aria-label={`删除第${i + 1}天`} onClick={() => setDays(days.filter((_, at) => at !== i))}>
                  ×
                </Button>
              </div>
            ))}
            <Button onClick={() => setDays([...days, { day: `${props.year}-01-01`, kind: 'OFF', name: '' }])}>
              添加一天
            </Button>
          </fieldset>
        )}
        <Titled title="依据（通知名称、文号）">
          <Input aria-label="依据" maxLength={500} value={source} onChange={(event) => setSource(event.target.value)} />
        </Titled>
        <Titled title="变更理由">
          <Input
            aria-label="变更理由"
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Titled>
      </div>
      {propose.error ? <Problem error={propose.error} /> : null}
    </Modal>
  );
}
