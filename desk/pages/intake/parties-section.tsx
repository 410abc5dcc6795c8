import { Input, Radio, Select } from 'antd';
import {
  ID_TYPES,
  type IdType,
  PARTY_ROLES,
  type PartyNature,
  parseShare,
  sumShares,
  type UnitPage,
  validateIdNumber,
  validateMobile,
} from '../../../server/api/index.ts';
import { Advice } from '../../components/advice.tsx';
import { today } from '../../lib/today.ts';
import { OWNERSHIP_MODES, PARTY_NATURES } from '../../lib/words.ts';
import { type IntakeForm, type ItemShape, newParty, type PartyForm } from './intake-form.ts';
import { Labelled } from './labelled.tsx';

export interface SectionProps {
  form: IntakeForm;
  onChange: (part: Partial<IntakeForm>) => void;
}

const idTypesOf = (nature: PartyNature): IdType[] =>
  nature === 'person' ? ['citizen', 'hkmt', 'passport', 'household', 'officer', 'other'] : ['uscc', 'orgcode', 'other'];

/** Parties: typed or read, checked while typing with the register's own validators. */
export function PartiesSection({ form, onChange, shape, page }: SectionProps & { shape: ItemShape; page: UnitPage }) {
  const set = (key: string, part: Partial<PartyForm>) =>
    onChange({ parties: form.parties.map((party) => (party.key === key ? { ...party, ...part } : party)) });
  const remove = (key: string) => onChange({ parties: form.parties.filter((party) => party.key !== key) });
  const need = (role: PartyForm['role']) =>
    role === 'acquirer' ? shape.acquirer : role === 'obligor' ? shape.obligor : shape.mortgagee;
  const add = (role: PartyForm['role']) =>
    onChange({ parties: [...form.parties, newParty(role, need(role)?.nature ?? 'person')] });
  const acquirers = form.parties.filter((party) => party.role === 'acquirer');
  // 共有性质 may be what changes: then the owners carry the shares.
  const newMode = form.terms.facts?.ownershipMode;
  const owning = shape.blocks.includes('ownership');
  const byShares = (owning && form.ownershipMode === 'shares') || form.shareSale.only || newMode === 'shares';
  const roleName = (role: PartyForm['role']) => need(role)?.title ?? PARTY_ROLES[role];
  return (
    <>
      {form.parties.map((party) => (
        <PartyRow
          key={party.key}
          party={party}
          title={roleName(party.role)}
          hint={hintOf(party, form.parties, page, shape)}
          byShares={byShares && party.role === 'acquirer'}
          onChange={(part) => set(party.key, part)}
          onRemove={
            form.parties.filter((one) => one.role === party.role).length > 1 || party.role.endsWith('agent')
              ? () => remove(party.key)
              : undefined
          }
        />
      ))}
      <div className="switches" style={{ marginTop: 10 }}>
        {shape.blocks.includes('nameChange') ? null : (
          <button type="button" className="account" style={{ width: 'auto' }} onClick={() => add('acquirer')}>
            ＋ {shape.acquirer.title}
          </button>
        )}
        {shape.obligor ? (
          <button type="button" className="account" style={{ width: 'auto' }} onClick={() => add('obligor')}>
            ＋ {shape.obligor.title}
          </button>
        ) : null}
        {owning && acquirers.length > 1 && !form.shareSale.only ? (
          <span>
            {shape.acquirer.title}共有方式：
            <Radio.Group
              value={form.ownershipMode}
              options={(['joint', 'shares'] as const).map((value) => ({ value, label: OWNERSHIP_MODES[value] }))}
              onChange={(event) => onChange({ ownershipMode: event.target.value as IntakeForm['ownershipMode'] })}
            />
          </span>
        ) : null}
        {byShares && !form.shareSale.only ? <ShareSum parties={acquirers} /> : null}
      </div>
    </>
  );
}

function hintOf(party: PartyForm, all: PartyForm[], page: UnitPage, shape: ItemShape): string | null {
  if (party.role !== shape.ownerSide) return null;
  const holder = page.ownership?.holders[all.filter((one) => one.role === shape.ownerSide).indexOf(party)];
  if (!holder) return null;
  return shape.blocks.includes('nameChange')
    ? `登记簿上现为 ${holder.name} ${holder.idNo}`
    : `须与登记簿一致：${holder.name} ${holder.idNo}`;
}

/** Σ of the shares typed so far, exact, with what is still to be given. */
function ShareSum({ parties }: { parties: PartyForm[] }) {
  const shares = parties.map((party) => parseShare(party.share)).flatMap((share) => (share.ok ? [share.value] : []));
  const sum = sumShares(shares);
  const whole = sum.n === sum.d && shares.length === parties.length;
  return (
    <span className={whole ? 'advice-ok' : 'advice-warn'} role="status">
      {whole ? '✓ 份额之和 = 1' : `▲ 份额之和 = ${sum.n}/${sum.d}，应正好为 1`}
    </span>
  );
}

interface PartyRowProps {
  party: PartyForm;
  title: string;
  hint: string | null;
  byShares: boolean;
  onChange: (part: Partial<PartyForm>) => void;
  onRemove?: () => void;
}

function PartyRow({ party, title, hint, byShares, onChange, onRemove }: PartyRowProps) {
  return (
    <fieldset className="party">
      <legend className="visually-hidden">{title}</legend>
      <div className="party-head">
        <strong>{title}</strong>
        {hint ? <span className="muted num">{hint}</span> : null}
        <span style={{ flex: 1 }} />
        {onRemove ? (
          <button type="button" className="account" style={{ width: 'auto' }} onClick={onRemove}>
            移除
          </button>
        ) : null}
      </div>
      <div className={`fields fields-party ${byShares ? 'fields-share' : ''}`}>
        <Labelled label="性质">
          <Select
            aria-label={`${title}性质`}
            style={{ width: '100%' }}
            value={party.nature}
            options={Object.entries(PARTY_NATURES).map(([value, label]) => ({ value, label }))}
            onChange={(nature: PartyNature) => onChange({ nature, idType: idTypesOf(nature)[0] ?? 'other' })}
          />
        </Labelled>
        <Labelled label={party.nature === 'person' ? '姓名' : '名称'}>
          <Input
            aria-label={`${title}姓名`}
            value={party.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Labelled>
        <Labelled label="证件种类">
          <Select
            aria-label={`${title}证件种类`}
            style={{ width: '100%' }}
            value={party.idType}
            options={idTypesOf(party.nature).map((value) => ({ value, label: ID_TYPES[value] }))}
            onChange={(idType: IdType) => onChange({ idType })}
          />
        </Labelled>
        <Labelled label="证件号码">
          <Input
            aria-label={`${title}证件号码`}
            value={party.idNo}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => onChange({ idNo: event.target.value })}
          />
          <Advice value={party.idNo} check={(text) => validateIdNumber(party.idType, text, { today: today() })} />
        </Labelled>
        <Labelled label={party.nature === 'person' ? '手机号' : '手机号（选填）'}>
          <Input
            aria-label={`${title}手机号`}
            value={party.phone}
            maxLength={20}
            autoComplete="off"
            inputMode="tel"
            onChange={(event) => onChange({ phone: event.target.value })}
          />
          <Advice value={party.phone} check={validateMobile} />
        </Labelled>
        {byShares ? (
          <Labelled label="份额">
            <Input
              aria-label={`${title}份额`}
              value={party.share}
              placeholder="如 1/2"
              onChange={(event) => onChange({ share: event.target.value })}
            />
            <Advice value={party.share} check={parseShare} quiet />
          </Labelled>
        ) : null}
      </div>
    </fieldset>
  );
}
