import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select, Switch } from 'antd';
import type { Faults, Simulator } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { simulatorsQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

const latencies = [
  { value: 0, label: '不延迟' },
  { value: 500, label: '0.5 秒' },
  { value: 2000, label: '2 秒' },
  { value: 5000, label: '5 秒' },
  { value: 15000, label: '15 秒' },
];
const failures = [
  { value: '', label: '不出错' },
  { value: '500', label: '返回 500' },
  { value: 'timeout', label: '不应答' },
  { value: 'down', label: '停机' },
];
const noFaults: Faults = { latencyMs: 0, refuse: null, fail: null, twice: false, outOfOrder: false, auto: true };

/** One row per department: health, last calls, and switches for slow, refuse, fail, twice. */
export default function SimulatorsPage() {
  const session = useSession();
  const { data, error, isPending, refetch } = useQuery(simulatorsQuery);
  return (
    <>
      <div className="page-head">
        <h1>外部门</h1>
        <span className="muted">每个部门一行：是否应答、最近的调用，以及演练用的故障开关</span>
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Loading what="正在询问各部门" /> : null}
      {data ? (
        <section className="panel scroll-x">
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">部门</th>
                <th scope="col">状况</th>
                <th scope="col">故障开关</th>
                <th scope="col">最近的调用</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <Row key={one.name} simulator={one} editable={may(session, 'simulator.fault')} />
              ))}
            </tbody>
          </table>
          {data.items.length === 0 ? (
            <EmptyState title="没有部门">没有配置任何外部门的地址，请检查 YITONG_DEPT_… 设置。</EmptyState>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

function Row({ simulator, editable }: { simulator: Simulator; editable: boolean }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: (body: Faults) => api<Simulator>(`/api/simulators/${simulator.name}/faults`, { method: 'PUT', body }),
    onSuccess: () => message.success(`${simulator.title}的开关已生效`),
    onError: (failure) => message.error(sentenceOf(failure)),
    onSettled: () => client.invalidateQueries({ queryKey: ['simulators'] }),
  });
  const faults = simulator.faults;
  const set = (part: Partial<Faults>) => change.mutate({ ...(faults ?? noFaults), ...part });
  const disturbed = faults && (faults.latencyMs > 0 || faults.refuse || faults.fail || faults.twice || !faults.auto);
  const disabled = !editable || !faults || change.isPending;
  return (
    <tr>
      <td style={{ whiteSpace: 'nowrap' }}>
        <strong>{simulator.title}</strong>
        <div className="muted">{simulator.name}</div>
      </td>
      <td style={{ whiteSpace: 'nowrap' }}>
        {simulator.healthy ? (
          <span className="sla sla-normal">
            <span aria-hidden="true">●</span> 正常
          </span>
        ) : (
          <span className="sla sla-over">
            <span aria-hidden="true">■</span> 不应答
          </span>
        )}
        <div className="muted num">
          {simulator.latencyMs === null ? '—' : `${Math.round(simulator.latencyMs)} 毫秒`}
        </div>
        {disturbed ? <span className="tag tag-near">故障演练中</span> : null}
      </td>
      <td>
        <div className="switches">
          <Select
            aria-label={`${simulator.title}延迟`}
            style={{ width: 96 }}
            disabled={disabled}
            value={faults?.latencyMs ?? 0}
            options={withValue(latencies, faults?.latencyMs)}
            onChange={(latencyMs) => set({ latencyMs })}
          />
          <Select
            aria-label={`${simulator.title}拒绝`}
            style={{ width: 190 }}
            disabled={disabled || simulator.refuseCodes.length === 0}
            value={faults?.refuse ?? ''}
            options={[
              { value: '', label: '不拒绝' },
              ...simulator.refuseCodes.map((code) => ({ value: code, label: `拒绝 ${code}` })),
            ]}
            onChange={(refuse) => set({ refuse: refuse || null })}
          />
          <Select
            aria-label={`${simulator.title}出错`}
            style={{ width: 110 }}
            disabled={disabled}
            value={faults?.fail ?? ''}
            options={failures}
            onChange={(fail) => set({ fail: (fail || null) as Faults['fail'] })}
          />
          <Toggle
            label="应答两次"
            checked={faults?.twice ?? false}
            disabled={disabled}
            onChange={(twice) => set({ twice })}
          />
          {simulator.name === 'tax' || simulator.name === 'payment' ? (
            <Toggle
              label="自动缴清"
              checked={faults?.auto ?? false}
              disabled={disabled}
              onChange={(auto) => set({ auto })}
            />
          ) : null}
          {disturbed && editable ? (
            <Button size="small" onClick={() => set(noFaults)}>
              恢复正常
            </Button>
          ) : null}
        </div>
      </td>
      <td className="num" style={{ minWidth: 300 }}>
        {simulator.calls.length === 0 ? (
          <span className="muted">还没有调用。办理业务到这一步时会出现在这里。</span>
        ) : null}
        {simulator.calls.slice(0, 3).map((call, index) => (
          <div key={index}>
            {formatDateTime(call.at).slice(5)} {call.operation}{' '}
            <span className={`tag ${call.outcome === 'ok' ? 'tag-ok' : 'tag-near'}`}>{call.outcome}</span>
            {call.replayed ? <span className="tag">重复请求</span> : null}{' '}
            <span className="muted">{call.caseNo ?? ''}</span>
          </div>
        ))}
      </td>
    </tr>
  );
}

interface ToggleProps {
  label: string;
  checked: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}

function Toggle({ label, checked, disabled, onChange }: ToggleProps) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Switch size="small" aria-label={label} disabled={disabled} checked={checked} onChange={onChange} /> {label}
    </span>
  );
}

function withValue(options: { value: number; label: string }[], value: number | undefined) {
  if (value === undefined || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: `${value} 毫秒` }];
}
