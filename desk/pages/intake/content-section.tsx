import { Checkbox, DatePicker, Input, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { type UnitCheck, type UnitPage, validateCitizenId } from '../../../server/api/index.ts';
import { Advice } from '../../components/advice.tsx';
import { formatFen, parseYuan } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { MARITAL, MORTGAGE_KINDS, PAY_MODES } from '../../lib/words.ts';
import { BLOCK_FIELDS } from './block-fields.ts';
import { BlockSection } from './block-section.tsx';
import { BuildingSection } from './building-section.tsx';
import { FormerRows } from './former-rows.tsx';
import { InheritanceSection } from './inheritance-section.tsx';
import { type ItemShape, newPerson, type PersonForm } from './intake-form.ts';
import { Labelled } from './labelled.tsx';
import type { SectionProps } from './parties-section.tsx';
import { ConsentsSection, TargetsSection } from './targets-section.tsx';

/** Blocks that are data; the others have forms of their own below. */
const dataBlocks = Object.keys(BLOCK_FIELDS);

/** Only the questions that the item needs. */
export function ContentSection({
  shape,
  page,
  check,
  ...props
}: SectionProps & { shape: ItemShape; page: UnitPage; check: UnitCheck | undefined }) {
  const has = (block: string) => shape.blocks.includes(block);
  const sharedOwners = page.ownership?.mode === 'shares' && shape.effects.includes('transfer');
  return (
    <>
      {shape.manyUnits ? <BuildingSection {...props} shape={shape} page={page} /> : null}
      {has('targets') ? <TargetsSection {...props} shape={shape} page={page} /> : null}
      {has('inheritance') ? <InheritanceSection {...props} page={page} /> : null}
      {has('contract') ? <Sale {...props} /> : null}
      {sharedOwners ? <ShareSale {...props} /> : null}
      {has('transfer') && shape.obligor === null ? (
        <Former
          {...props}
          page={page}
          title={shape.itemCode === 'BDC-11' ? '被继承人（遗赠人）' : '原权利人'}
          removable="to-one"
        />
      ) : null}
      {has('nameChange') ? <NameChange {...props} page={page} /> : null}
      {has('mortgage') ? <Mortgage {...props} shape={shape} /> : null}
      {dataBlocks.filter(has).map((block) => (
        <BlockSection key={block} {...props} block={block} shape={shape} page={page} />
      ))}
      {has('taxFamily') ? <Family {...props} /> : null}
      <ConsentsSection {...props} check={check} />
    </>
  );
}

/** INV-26: one co-owner sells what is his; the others are told first. */
function ShareSale({ form, onChange }: SectionProps) {
  const set = (part: Partial<typeof form.shareSale>) => onChange({ shareSale: { ...form.shareSale, ...part } });
  return (
    <div className="fields">
      <div className="full" style={{ marginBottom: 8 }}>
        <Checkbox checked={form.shareSale.only} onChange={(event) => set({ only: event.target.checked })}>
          仅转让共有份额（申请的义务人只填转让份额的共有人，权利人填写取得的份额）
        </Checkbox>
      </div>
      {form.shareSale.only ? (
        <DayField
          label="通知其他共有人日期"
          value={form.shareSale.noticedOn}
          onChange={(noticedOn) => set({ noticedOn })}
        />
      ) : null}
    </div>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <Labelled label={label}>
      <DatePicker
        aria-label={label}
        style={{ width: '100%' }}
        value={value ? dayjs(value) : null}
        onChange={(date) => onChange(date ? date.format('YYYY-MM-DD') : '')}
      />
    </Labelled>
  );
}

function Yuan({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const fen = parseYuan(value);
  return (
    <Labelled label={label}>
      <Input
        aria-label={label}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        suffix="元"
      />
      {value.trim() === '' ? null : fen === null ? (
        <div className="advice advice-bad">✕ 请填写金额，最多两位小数，如 2000000 或 2,000,000.00</div>
      ) : (
        <div className="advice advice-ok num">✓ {formatFen(fen)}</div>
      )}
    </Labelled>
  );
}

function Sale({ form, onChange }: SectionProps) {
  const set = (part: Partial<typeof form.contract>) => onChange({ contract: { ...form.contract, ...part } });
  return (
    <div className="fields">
      <Yuan label="成交价格" value={form.contract.price} onChange={(price) => set({ price })} />
      <DayField label="合同签订日期" value={form.contract.signedOn} onChange={(signedOn) => set({ signedOn })} />
      <Labelled label="付款方式">
        <Select
          aria-label="付款方式"
          style={{ width: '100%' }}
          value={form.contract.payMode}
          options={Object.entries(PAY_MODES).map(([value, label]) => ({ value, label }))}
          onChange={(payMode: typeof form.contract.payMode) => set({ payMode })}
        />
      </Labelled>
      <Labelled label="网签合同号（没有则用窗口格式合同）">
        <Input
          aria-label="网签合同号"
          value={form.contract.contractNo}
          maxLength={40}
          onChange={(event) => set({ contractNo: event.target.value })}
        />
      </Labelled>
      <div className="full" style={{ marginBottom: 8 }}>
        <Checkbox checked={form.contract.escrow} onChange={(event) => set({ escrow: event.target.checked })}>
          房款存入资金监管账户
        </Checkbox>
      </div>
    </div>
  );
}

function Person({
  person,
  title,
  onChange,
  onRemove,
}: {
  person: PersonForm;
  title: string;
  onChange: (part: Partial<PersonForm>) => void;
  onRemove?: () => void;
}) {
  return (
    <div className="fields fields-3">
      <Labelled label={`${title}姓名`}>
        <Input
          aria-label={`${title}姓名`}
          value={person.name}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Labelled>
      <Labelled label={`${title}身份证号码`}>
        <Input
          aria-label={`${title}身份证号码`}
          value={person.idNo}
          autoComplete="off"
          onChange={(event) => onChange({ idNo: event.target.value })}
        />
        <Advice value={person.idNo} check={(text) => validateCitizenId(text, { today: today() })} />
      </Labelled>
      {onRemove ? (
        <button
          type="button"
          className="account"
          style={{ width: 'auto', alignSelf: 'center', justifySelf: 'start' }}
          onClick={onRemove}
        >
          移除
        </button>
      ) : null}
    </div>
  );
}

/** Tax counts the homes of the family: buyer, spouse, minor children (domain §6.1). */
function Family({ form, onChange }: SectionProps) {
  const { tax } = form;
  const set = (part: Partial<typeof tax>) => onChange({ tax: { ...tax, ...part } });
  return (
    <fieldset className="party" style={{ marginTop: 4 }}>
      <legend className="visually-hidden">买方家庭</legend>
      <div className="party-head">
        <strong>买方家庭（计税用）</strong>
        <span className="muted">买方、配偶和未成年子女名下的住房合并计算套数</span>
      </div>
      <div style={{ marginBottom: 10 }}>
        <Radio.Group
          aria-label="婚姻状况"
          value={tax.marital}
          options={Object.entries(MARITAL).map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ marital: event.target.value as typeof tax.marital })}
        />
      </div>
      {tax.marital === 'married' ? (
        <Person person={tax.spouse} title="配偶" onChange={(part) => set({ spouse: { ...tax.spouse, ...part } })} />
      ) : null}
      {tax.children.map((child) => (
        <Person
          key={child.key}
          person={child}
          title="子女"
          onChange={(part) =>
            set({ children: tax.children.map((one) => (one.key === child.key ? { ...one, ...part } : one)) })
          }
          onRemove={() => set({ children: tax.children.filter((one) => one.key !== child.key) })}
        />
      ))}
      <button
        type="button"
        className="account"
        style={{ width: 'auto', marginBottom: 10 }}
        onClick={() => set({ children: [...tax.children, newPerson()] })}
      >
        ＋ 未成年子女
      </button>
    </fieldset>
  );
}

function Mortgage({ form, onChange, shape }: SectionProps & { shape: ItemShape }) {
  const { mortgage } = form;
  const set = (part: Partial<typeof mortgage>) => onChange({ mortgage: { ...mortgage, ...part } });
  return (
    <>
      <h3 style={{ marginBottom: 8, fontSize: 14 }}>主债权合同及抵押合同信息表</h3>
      <div className="fields">
        <Labelled label="抵押方式">
          <Select
            aria-label="抵押方式"
            style={{ width: '100%' }}
            value={mortgage.mortgageKind}
            options={Object.entries(MORTGAGE_KINDS).map(([value, label]) => ({ value, label }))}
            onChange={(mortgageKind: typeof mortgage.mortgageKind) => set({ mortgageKind })}
          />
        </Labelled>
        <Yuan
          label={mortgage.mortgageKind === 'maximum' ? '最高债权额' : '被担保债权数额'}
          value={mortgage.amount}
          onChange={(amount) => set({ amount })}
        />
        {mortgage.mortgageKind === 'maximum' && shape.effects.includes('mortgage') ? (
          <Yuan
            label="转入的已有债权（没有可不填）"
            value={mortgage.existingClaim}
            onChange={(existingClaim) => set({ existingClaim })}
          />
        ) : null}
        <DayField label="债务履行起日" value={mortgage.termFrom} onChange={(termFrom) => set({ termFrom })} />
        <DayField label="债务履行止日" value={mortgage.termTo} onChange={(termTo) => set({ termTo })} />
        <Labelled label="主债权合同编号">
          <Input
            aria-label="主债权合同编号"
            value={mortgage.loanContractNo}
            maxLength={60}
            onChange={(event) => set({ loanContractNo: event.target.value })}
          />
        </Labelled>
        <Labelled label="抵押合同编号">
          <Input
            aria-label="抵押合同编号"
            value={mortgage.mortgageContractNo}
            maxLength={60}
            onChange={(event) => set({ mortgageContractNo: event.target.value })}
          />
        </Labelled>
        <Labelled label="担保范围" className="wide">
          <Input
            aria-label="担保范围"
            value={mortgage.scope}
            maxLength={200}
            onChange={(event) => set({ scope: event.target.value })}
          />
        </Labelled>
        <div className="full" style={{ marginBottom: 8 }}>
          <Checkbox
            checked={mortgage.restrictsTransfer}
            onChange={(event) => set({ restrictsTransfer: event.target.checked })}
          >
            存在禁止或限制转让抵押不动产的约定（将记载于登记簿）
          </Checkbox>
        </div>
      </div>
    </>
  );
}

/** Holders as the register writes them now, who do not stand among the parties under these names. */
function Former({ form, onChange, page, title, removable }: SectionProps & FormerProps) {
  return (
    <FormerRows
      people={form.nameChange.previous}
      onChange={(previous) => onChange({ nameChange: { ...form.nameChange, previous } })}
      page={page}
      title={title}
      removable={removable}
    />
  );
}

interface FormerProps {
  page: UnitPage;
  title: string;
  removable?: 'to-one';
}

function NameChange({ form, onChange, page }: SectionProps & { page: UnitPage }) {
  const change = form.nameChange;
  return (
    <>
      <Former form={form} onChange={onChange} page={page} title="变更前" />
      <Labelled label="变更原因">
        <Input
          aria-label="变更原因"
          style={{ maxWidth: 520 }}
          value={change.reason}
          maxLength={200}
          placeholder="如 户口簿更名、企业名称变更、登记错误"
          onChange={(event) => onChange({ nameChange: { ...change, reason: event.target.value } })}
        />
      </Labelled>
    </>
  );
}
