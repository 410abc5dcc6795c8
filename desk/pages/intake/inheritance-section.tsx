import { Checkbox, DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { parseShare, type UnitPage } from '../../../server/api/index.ts';
import { Advice } from '../../components/advice.tsx';
import { OWNERSHIP_MODES } from '../../lib/words.ts';
import { FormerRows } from './former-rows.tsx';
import { heirsOf } from './inheritance-terms.ts';
import { newFormer, type PartyForm } from './intake-form.ts';
import { Labelled } from './labelled.tsx';
import type { SectionProps } from './parties-section.tsx';

/** 继承并出售: from whom the sellers inherit, on what paper, which of them, and who has given up. */
export function InheritanceSection({ form, onChange, page }: SectionProps & { page: UnitPage }) {
  const { inheritance } = form;
  const set = (part: Partial<typeof inheritance>) => onChange({ inheritance: { ...inheritance, ...part } });
  const sellers = form.parties.filter((party) => party.role === 'obligor');
  const { heirs, byShares } = heirsOf(form);
  return (
    <fieldset className="party" style={{ marginTop: 4 }}>
      <legend className="visually-hidden">继承</legend>
      <div className="party-head">
        <strong>继承（先登记为继承人，同一次登簿出售）</strong>
      </div>
      <FormerRows
        people={inheritance.deceased}
        onChange={(deceased) => set({ deceased })}
        title="被继承人"
        page={page}
        removable="to-one"
      />
      <div className="fields">
        <div className="full" style={{ marginBottom: 8 }}>
          <Checkbox checked={inheritance.unnotarised} onChange={(event) => set({ unnotarised: event.target.checked })}>
            没有公证（公示期满后审核登簿）
          </Checkbox>
        </div>
        <Labelled label={inheritance.unnotarised ? '遗嘱或继承协议编号' : '继承权公证书编号'}>
          <Input
            aria-label="继承依据编号"
            value={inheritance.basisNo}
            maxLength={80}
            onChange={(event) => set({ basisNo: event.target.value })}
          />
        </Labelled>
        <Labelled label="死亡日期">
          <DatePicker
            aria-label="死亡日期"
            style={{ width: '100%' }}
            value={inheritance.diedOn ? dayjs(inheritance.diedOn) : null}
            onChange={(date) => set({ diedOn: date ? date.format('YYYY-MM-DD') : '' })}
          />
        </Labelled>
        {page.ownership?.mode === 'shares' ? (
          <div className="full" style={{ marginBottom: 8 }}>
            <Checkbox checked={inheritance.shareOnly} onChange={(event) => set({ shareOnly: event.target.checked })}>
              只继承被继承人的份额（其他共有人的份额不变，份额合计等于被继承人的份额）
            </Checkbox>
          </div>
        ) : null}
        {heirs.length > 1 && !inheritance.shareOnly ? (
          <div className="full" style={{ marginBottom: 8 }}>
            继承人共有方式：
            <Radio.Group
              aria-label="继承人共有方式"
              value={inheritance.mode}
              options={(['joint', 'shares'] as const).map((value) => ({ value, label: OWNERSHIP_MODES[value] }))}
              onChange={(event) => set({ mode: event.target.value as 'joint' | 'shares' })}
            />
          </div>
        ) : null}
        {sellers.map((party, index) => (
          <Heir
            key={party.key}
            name={party.name.trim() || `第${index + 1}名卖方`}
            party={party}
            inherits={heirs.includes(party)}
            share={byShares ? (inheritance.shares[party.key] ?? '') : null}
            onInherits={(inherits) =>
              set({
                onlySell: inherits
                  ? inheritance.onlySell.filter((key) => key !== party.key)
                  : [...inheritance.onlySell, party.key],
              })
            }
            onShare={(share) => set({ shares: { ...inheritance.shares, [party.key]: share } })}
          />
        ))}
      </div>
      <FormerRows
        people={inheritance.renunciations}
        onChange={(renunciations) => set({ renunciations })}
        title="放弃继承的人"
        page={null}
        removable="all"
      />
      {inheritance.renunciations.map((one, index) => (
        <Labelled key={one.key} label={`第${index + 1}名放弃继承的人的声明编号或日期`}>
          <Input
            aria-label={`放弃声明${index + 1}`}
            style={{ maxWidth: 420 }}
            value={one.statementNo}
            maxLength={60}
            onChange={(event) =>
              set({
                renunciations: inheritance.renunciations.map((other) =>
                  other.key === one.key ? { ...other, statementNo: event.target.value } : other,
                ),
              })
            }
          />
        </Labelled>
      ))}
      <button
        type="button"
        className="account"
        style={{ width: 'auto' }}
        onClick={() => set({ renunciations: [...inheritance.renunciations, { ...newFormer(), statementNo: '' }] })}
      >
        ＋ 放弃继承的人
      </button>
    </fieldset>
  );
}

/** One seller: an heir with his share, or a co-owner who only sells. */
function Heir(props: {
  name: string;
  party: PartyForm;
  inherits: boolean;
  share: string | null;
  onInherits: (inherits: boolean) => void;
  onShare: (share: string) => void;
}) {
  return (
    <div className="full switches" style={{ marginBottom: 8 }}>
      <Checkbox checked={props.inherits} onChange={(event) => props.onInherits(event.target.checked)}>
        {props.name}是继承人{props.inherits ? '' : '（不勾选：原共有人，只出售）'}
      </Checkbox>
      {props.inherits && props.share !== null ? (
        <span>
          <Input
            aria-label={`${props.name}继承份额`}
            style={{ width: 120 }}
            placeholder="如 1/2"
            value={props.share}
            onChange={(event) => props.onShare(event.target.value)}
          />
          <Advice value={props.share} check={parseShare} quiet />
        </span>
      ) : null}
    </div>
  );
}
