import { Checkbox } from 'antd';
import type { Block, UnitCheck, UnitPage } from '../../../server/api/index.ts';
import { formatFen } from '../../lib/format.ts';
import { CAUTION_KINDS } from '../../lib/words.ts';
import type { ItemShape } from './intake-form.ts';
import type { SectionProps } from './parties-section.tsx';

export interface TargetChoice {
  rightId: string;
  text: string;
  /** The other unit of an easement, which is then part of the case. */
  otherUnitCode?: string;
}

/** Rights on the page that these effects work on. */
export function targetChoices(shape: ItemShape, page: UnitPage): TargetChoice[] {
  const on = (kind: string) => shape.effects.some((effect) => effect.startsWith(`${kind}_`));
  const reissue = shape.effects.includes('reissue');
  const names = (row: { holders: { name: string }[] }) => row.holders.map((holder) => holder.name).join('、');
  const paper = (row: { certificateNos: string[] }) => row.certificateNos.join('、') || '无证号';
  return [
    ...(reissue && page.ownership
      ? [{ rightId: page.ownership.rightId, text: `权属证书 ${paper(page.ownership)} ${names(page.ownership)}` }]
      : []),
    ...(on('mortgage') || reissue
      ? page.mortgages.map((row) => ({
          rightId: row.rightId,
          text: `第${row.rank}顺位抵押权 ${names(row)} ${formatFen(row.amountFen)} ${paper(row)}`,
        }))
      : []),
    ...(on('caution') || reissue
      ? page.cautions.map((row) => ({
          rightId: row.rightId,
          text: `${CAUTION_KINDS[row.cautionKind]} ${names(row)} ${paper(row)}`,
        }))
      : []),
    ...(on('easement')
      ? page.easements.map((row) => ({
          rightId: row.rightId,
          text: `地役权 ${row.content} ${row.termTo}止 ${paper(row)}`,
          otherUnitCode: row.otherUnitCode,
        }))
      : []),
    ...(on('objection')
      ? page.objections.map((row) => ({
          rightId: row.rightId,
          text: `异议登记 ${names(row)} ${row.matter} ${paper(row)}`,
        }))
      : []),
    ...(on('residence') || reissue
      ? page.residences.map((row) => ({
          rightId: row.rightId,
          text: `居住权 ${names(row)} ${row.scope} ${paper(row)}`,
        }))
      : []),
  ];
}

/** Which right is meant: ticked on the register's own list, never typed. */
export function TargetsSection({ form, onChange, shape, page }: SectionProps & { shape: ItemShape; page: UnitPage }) {
  const choices = targetChoices(shape, page);
  const toggle = (rightId: string, on: boolean) =>
    onChange({ targets: on ? [...form.targets, rightId] : form.targets.filter((one) => one !== rightId) });
  return (
    <fieldset className="party">
      <legend className="visually-hidden">办理的权利</legend>
      <div className="party-head">
        <strong>要办理的权利</strong>
        <span className="muted">登记簿上的现势权利，勾选一项或几项</span>
      </div>
      {choices.length === 0 ? <p className="muted">该单元上没有可以办理的权利，请核对单元或事项。</p> : null}
      {choices.map((choice) => (
        <div key={choice.rightId} style={{ marginBottom: 6 }}>
          <Checkbox
            checked={form.targets.includes(choice.rightId)}
            onChange={(event) => toggle(choice.rightId, event.target.checked)}
          >
            <span className="num">{choice.text}</span>
          </Checkbox>
        </div>
      ))}
    </fieldset>
  );
}

type ConsentKind = 'mortgagee' | 'caution_holder' | 'right_holder' | 'objection_risk' | 'residence_risk';
const kinds: Record<string, { kind: ConsentKind; text: string }> = {
  'INV-06': { kind: 'right_holder', text: '已收到权利人书面同意' },
  'INV-17': { kind: 'mortgagee', text: '已收到该抵押权人书面同意' },
  'INV-18': { kind: 'mortgagee', text: '已收到抵押权人书面同意' },
  'INV-21': { kind: 'caution_holder', text: '已收到预告登记权利人书面同意' },
  'INV-23': { kind: 'objection_risk', text: '受让方（抵押权人）已签署知悉异议、自担风险' },
  'INV-24': { kind: 'residence_risk', text: '受让方（抵押权人）已签署知悉居住权' },
};

/** What the check asks to be agreed to or signed, once for each right. */
export function consentsAsked(check: UnitCheck | undefined): { block: Block; kind: ConsentKind; text: string }[] {
  if (!check) return [];
  return [...check.blocks, ...check.warnings].flatMap((block) => {
    const asked = kinds[block.rule];
    // A mortgage that simply follows the sale is only said, not asked about.
    const needed = check.blocks.includes(block) || block.rule === 'INV-23' || block.rule === 'INV-24';
    return asked && needed && block.code === 'CONSENT_MISSING' && block.blockingRow ? [{ block, ...asked }] : [];
  });
}

export function ConsentsSection({ form, onChange, check }: SectionProps & { check: UnitCheck | undefined }) {
  const asked = consentsAsked(check);
  if (asked.length === 0) return null;
  return (
    <fieldset className="party">
      <legend className="visually-hidden">书面同意和告知</legend>
      <div className="party-head">
        <strong>书面同意和告知</strong>
        <span className="muted">没有勾选的，系统将按规则拒绝或退回</span>
      </div>
      {asked.map(({ block, text }) => {
        const rightId = block.blockingRow?.id ?? '';
        return (
          <div key={rightId} style={{ marginBottom: 6 }}>
            <Checkbox
              checked={form.consents.includes(rightId)}
              onChange={(event) =>
                onChange({
                  consents: event.target.checked
                    ? [...form.consents, rightId]
                    : form.consents.filter((one) => one !== rightId),
                })
              }
            >
              {text}：{block.blockingRow?.summary}
            </Checkbox>
          </div>
        );
      })}
    </fieldset>
  );
}
