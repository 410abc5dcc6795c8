import { Checkbox, Input, Radio, Select } from 'antd';
import { formatFen, parseYuan } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { Labelled } from '../intake/labelled.tsx';
import type { NewForm, NewKind } from './new-form.ts';

interface TermsSectionProps {
  kind: NewKind;
  form: NewForm;
  onChange: (part: Partial<NewForm>) => void;
  /** 抵押顺位, read-only: the register's. */
  nextRank: number;
}

/** 《主债权合同及抵押合同信息表》, and with a sale its contract. */
export function TermsSection({ kind, form, onChange, nextRank }: TermsSectionProps) {
  const maximum = form.mortgageKind === 'maximum';
  const money = (label: string, key: 'amount' | 'existingClaim' | 'price') => (
    <Labelled label={`${label}（元）`}>
      <Input
        aria-label={label}
        inputMode="decimal"
        value={form[key]}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
      <span className="advice muted">{parseYuan(form[key]) === null ? '' : formatFen(parseYuan(form[key]))}</span>
    </Labelled>
  );
  const day = (label: string, key: 'termFrom' | 'termTo' | 'priceSignedOn', max?: string) => (
    <Labelled label={label}>
      <Input
        aria-label={label}
        type="date"
        max={max}
        value={form[key]}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </Labelled>
  );
  const plain = (label: string, key: 'loanContractNo' | 'mortgageContractNo' | 'scope', className?: string) => (
    <Labelled label={label} className={className}>
      <Input
        aria-label={label}
        maxLength={200}
        value={form[key]}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </Labelled>
  );
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>四、主债权合同及抵押合同信息表</h2>
      </div>
      <div className="panel-body">
        <Radio.Group
          style={{ marginBottom: 10 }}
          value={form.mortgageKind}
          onChange={(event) => onChange({ mortgageKind: event.target.value })}
          options={[
            { value: 'general', label: '一般抵押' },
            { value: 'maximum', label: '最高额抵押' },
          ]}
        />
        <div className="fields fields-3">
          {money(maximum ? '最高债权额' : '被担保主债权数额', 'amount')}
          {maximum ? money('转入的已有债权', 'existingClaim') : null}
          <Labelled label="抵押顺位（由登记簿算出）">
            <Input aria-label="抵押顺位" readOnly value={`第 ${nextRank} 顺位`} />
          </Labelled>
          {day(maximum ? '债权确定期间起' : '债务履行期限起', 'termFrom')}
          {day(maximum ? '债权确定期间止' : '债务履行期限止', 'termTo')}
          {plain('主债权合同号', 'loanContractNo')}
          {plain('抵押合同号', 'mortgageContractNo')}
          {plain('担保范围', 'scope', 'full')}
        </div>
        <Checkbox
          checked={form.restrictsTransfer}
          onChange={(event) => onChange({ restrictsTransfer: event.target.checked })}
        >
          约定禁止或限制转让抵押不动产
        </Checkbox>
        {kind === 'purchase' ? (
          <div className="fields fields-3" style={{ marginTop: 12 }}>
            {money('成交价', 'price')}
            {day('买卖合同签订日期', 'priceSignedOn', today())}
            <Labelled label="买方婚姻状况（税务）">
              <Select
                aria-label="买方婚姻状况"
                style={{ width: '100%' }}
                value={form.marital}
                options={[
                  { value: 'single', label: '未婚' },
                  { value: 'divorced', label: '离异' },
                  { value: 'widowed', label: '丧偶' },
                ]}
                onChange={(marital) => onChange({ marital })}
              />
            </Labelled>
          </div>
        ) : null}
      </div>
    </section>
  );
}
