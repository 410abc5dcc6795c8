import { Input, Select } from 'antd';
import { ID_TYPES, type IdType, type UnitPage, validateIdNumber } from '../../../server/api/index.ts';
import { Advice } from '../../components/advice.tsx';
import { today } from '../../lib/today.ts';
import type { FormerForm } from './intake-form.ts';
import { Labelled } from './labelled.tsx';

interface FormerRowsProps<F extends FormerForm> {
  people: F[];
  onChange: (people: F[]) => void;
  title: string;
  /** With hints from the register, row by row; null = these people are not in it. */
  page: UnitPage | null;
  /** Rows may be taken away, the last one too where nobody need be named. */
  removable?: 'all' | 'to-one';
}

/** People as the register or a declaration writes them, who do not stand among the parties. */
export function FormerRows<F extends FormerForm>({ people, onChange, title, page, removable }: FormerRowsProps<F>) {
  return people.map((one, index) => {
    const edit = (part: Partial<FormerForm>) =>
      onChange(people.map((other) => (other.key === one.key ? { ...other, ...part } : other)));
    const holder = page?.ownership?.holders[index];
    return (
      <div key={one.key} className="fields fields-3">
        <Labelled label={`${title}姓名或名称${holder ? `（登记簿：${holder.name}）` : ''}`}>
          <Input
            aria-label={`${title}姓名`}
            value={one.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => edit({ name: event.target.value })}
          />
        </Labelled>
        <Labelled label={`${title}证件种类`}>
          <Select
            aria-label={`${title}证件种类`}
            style={{ width: '100%' }}
            value={one.idType}
            options={Object.entries(ID_TYPES).map(([value, label]) => ({ value, label }))}
            onChange={(idType: IdType) => edit({ idType })}
          />
        </Labelled>
        <Labelled label={`${title}证件号码${holder ? `（登记簿：${holder.idNo}）` : ''}`}>
          <Input
            aria-label={`${title}证件号码`}
            value={one.idNo}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => edit({ idNo: event.target.value })}
          />
          <Advice value={one.idNo} check={(text) => validateIdNumber(one.idType, text, { today: today() })} />
        </Labelled>
        {removable === 'all' || (removable === 'to-one' && people.length > 1) ? (
          <div className="full" style={{ marginBottom: 8 }}>
            <button
              type="button"
              className="account"
              style={{ width: 'auto' }}
              onClick={() => onChange(people.filter((other) => other.key !== one.key))}
            >
              移除第{index + 1}名{title}
            </button>
          </div>
        ) : null}
      </div>
    );
  });
}
