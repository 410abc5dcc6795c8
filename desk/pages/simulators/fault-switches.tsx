import { Select, Switch } from 'antd';
import type { Faults } from '../../../server/api/index.ts';

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

/** As they should be: everything answers, and citizens, banks and utilities act by themselves. */
export const noFaults: Faults = { latencyMs: 0, refuse: null, fail: null, twice: false, outOfOrder: false, auto: true };

/** Which switches mean something for this department. */
export interface Kind {
  refuseCodes: readonly string[];
  callsBack: boolean;
  actsByItself: boolean;
}

export function isDisturbed(faults: Faults, kind: Pick<Kind, 'actsByItself'>): boolean {
  return (
    faults.latencyMs > 0 ||
    faults.refuse !== null ||
    faults.fail !== null ||
    faults.twice ||
    faults.outOfOrder ||
    (kind.actsByItself && !faults.auto)
  );
}

interface Props {
  /** Before the name of each switch, so that it can be told from the others by its name alone. */
  title: string;
  kind: Kind;
  faults: Faults | null;
  disabled: boolean;
  onChange: (part: Partial<Faults>) => void;
}

/** Slow, refuse, fail, callbacks twice or out of order, and whether others act by themselves. */
export function FaultSwitches({ title, kind, faults, disabled, onChange }: Props) {
  return (
    <>
      <Select
        aria-label={`${title}延迟`}
        size="small"
        style={{ width: 88 }}
        disabled={disabled}
        value={faults?.latencyMs ?? 0}
        options={withValue(latencies, faults?.latencyMs)}
        onChange={(latencyMs) => onChange({ latencyMs })}
      />
      <Select
        aria-label={`${title}拒绝`}
        size="small"
        style={{ width: 172 }}
        popupMatchSelectWidth={false}
        disabled={disabled || kind.refuseCodes.length === 0}
        value={faults?.refuse ?? ''}
        options={[
          { value: '', label: '不拒绝' },
          ...kind.refuseCodes.map((code) => ({ value: code, label: `拒绝 ${code}` })),
        ]}
        onChange={(refuse) => onChange({ refuse: refuse || null })}
      />
      <Select
        aria-label={`${title}出错`}
        size="small"
        style={{ width: 98 }}
        disabled={disabled}
        value={faults?.fail ?? ''}
        options={failures}
        onChange={(fail) => onChange({ fail: (fail || null) as Faults['fail'] })}
      />
      {kind.callsBack ? (
        <>
          <Toggle
            label="回调两次"
            name={`${title}回调两次`}
            checked={faults?.twice ?? false}
            disabled={disabled}
            onChange={(twice) => onChange({ twice })}
          />
          <Toggle
            label="回调乱序"
            name={`${title}回调乱序`}
            checked={faults?.outOfOrder ?? false}
            disabled={disabled}
            onChange={(outOfOrder) => onChange({ outOfOrder })}
          />
        </>
      ) : null}
      {kind.actsByItself ? (
        <Toggle
          label="自动办结"
          name={`${title}自动办结`}
          checked={faults?.auto ?? false}
          disabled={disabled}
          onChange={(auto) => onChange({ auto })}
        />
      ) : null}
    </>
  );
}

interface ToggleProps {
  label: string;
  name: string;
  checked: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}

function Toggle({ label, name, checked, disabled, onChange }: ToggleProps) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Switch size="small" aria-label={name} disabled={disabled} checked={checked} onChange={onChange} /> {label}
    </span>
  );
}

function withValue(options: { value: number; label: string }[], value: number | undefined) {
  if (value === undefined || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: `${value} 毫秒` }];
}
