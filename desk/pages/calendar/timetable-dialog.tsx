import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { DISTRICTS } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';
import { Titled } from '../../components/titled.tsx';
import { nextDay } from '../../lib/format.ts';
import { useSession } from '../../lib/session.ts';
import { useProposeChange } from './use-propose-change.ts';

/** New window hours of an outlet: periods, from when, and whether only in a season. A supervisor proposes for the own outlet. */
export function TimetableDialog({ today, onClose }: { today: string; onClose: () => void }) {
  const { district } = useSession();
  const [office, setOffice] = useState<string>(district ?? '*');
  const [name, setName] = useState('');
  const [validFrom, setValidFrom] = useState(nextDay(today));
  const [validTo, setValidTo] = useState('');
  const [seasonal, setSeasonal] = useState(false);
  const [season, setSeason] = useState({ from: '07-01', to: '09-30' });
  const [periods, setPeriods] = useState([
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:00' },
  ]);
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const propose = useProposeChange(onClose);
  const setPeriod = (index: number, part: Partial<{ from: string; to: string }>) =>
    setPeriods(periods.map((one, i) => (i === index ? { ...one, ...part } : one)));
  const content = () => ({
    kind: 'hours' as const,
    office,
    name,
    validFrom,
    validTo: validTo === '' ? null : validTo,
    seasonFrom: seasonal ? season.from : null,
    seasonTo: seasonal ? season.to : null,
    periods,
  });
  return (
    <Modal
      open
      title="变更窗口时间"
      okText="提出变更"
      cancelText="取消"
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={() => propose.mutate({ content: content(), source, reason })}
    >
      <div className="change-form">
        <Titled title="机构">
          <Select
            aria-label="机构"
            disabled={district !== null}
            value={office}
            options={[
              { value: '*', label: '全市（没有单独规定的机构）' },
              ...Object.entries(DISTRICTS).map(([value, label]) => ({ value, label })),
            ]}
            onChange={setOffice}
          />
        </Titled>
        <Titled title="名称">
          <Input
            aria-label="名称"
            maxLength={40}
            placeholder="例如：夏令时间、午间不打烊"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Titled>
        <fieldset className="change-form">
          <legend>时段（午间不休息的合并为一个时段）</legend>
          {periods.map((one, i) => (
            <div className="period-row" key={i}>
              <Input
                type="time"
                aria-label={`第${i + 1}个时段开始`}
                value={one.from}
                onChange={(event) => setPeriod(i, { from: event.target.value })}
              />
              –
              <Input
                type="time"
                aria-label={`第${i + 1}个时段结束`}
                value={one.to}
                onChange={(event) => setPeriod(i, { to: event.target.value })}
              />
              <Button
                aria-label={`删除第${i + 1}个时段`}
                onClick={() => setPeriods(periods.filter((_, at) => at !== i))}
              >
                ×
              </Button>
            </div>
          ))}
          <Button onClick={() => setPeriods([...periods, { from: '17:30', to: '19:00' }])}>添加时段</Button>
        </fieldset>
        <Titled title="生效日期">
          <Input
            type="date"
            aria-label="生效日期"
            min={today}
            value={validFrom}
            onChange={(event) => setValidFrom(event.target.value)}
          />
        </Titled>
        <Titled title="最后一天（长期有效的不填）">
          <Input
            type="date"
            aria-label="最后一天"
            value={validTo}
            onChange={(event) => setValidTo(event.target.value)}
          />
        </Titled>
        <Checkbox checked={seasonal} onChange={(event) => setSeasonal(event.target.checked)}>
          只在每年的一段时间适用（夏令、冬令）
        </Checkbox>
        {seasonal ? (
          <div className="period-row">
            <Input
              aria-label="季节开始"
              value={season.from}
              onChange={(event) => setSeason({ ...season, from: event.target.value })}
            />
            至
            <Input
              aria-label="季节结束"
              value={season.to}
              onChange={(event) => setSeason({ ...season, to: event.target.value })}
            />
          </div>
        ) : null}
        <Titled title="依据">
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
