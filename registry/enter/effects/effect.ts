import type { CaseRow } from '../../cases/case-row.ts';
import type { CertificateKind } from '../../certificates/numbers.ts';
import type { Queryable } from '../../db/transaction.ts';
import type { Action } from '../../items/items.ts';
import type { Party } from '../../people/types.ts';
import type { ApplicationFacts } from '../../rights/rule-input.ts';
import type { MortgageView, RightKind, RightView } from '../../rights/types.ts';
import type { UnitUse } from '../../units/types.ts';
import type { EntryDraft } from '../entry-draft.ts';
import type { Entry, NewHolder } from '../write-right.ts';

/** One effect on one page, as it stands before the effect. */
export interface EffectContext {
  caseRow: CaseRow;
  application: ApplicationFacts;
  action: Action;
  unitCode: string;
  use: UnitUse;
  /** Every page of the case, in code order. */
  unitCodes: readonly string[];
  /** Live rights on the page. */
  rights: readonly RightView[];
  /** Live rights on all pages of the case, as they were before the entry. */
  allRights: readonly RightView[];
}

/** Certificate numbers of one kind. */
export interface Needs {
  kind: CertificateKind;
  count: number;
}

export type DraftedEntry = Entry & { draft: EntryDraft };

/** The same inside the open 登簿. `numbers` stand for the certificate numbers it gets, in order: they are drawn at its end. */
export interface WriteContext extends EffectContext {
  entry: DraftedEntry;
  numbers: readonly string[];
}

/** A line of the page that the effect would change (`rightId`) or add (null). `text` null = the line goes. */
export interface PreviewLine {
  rightId: string | null;
  text: string | null;
}

/** What an effect does: how many numbers it needs (known before the entry is opened), what it writes, and the same in words. */
export interface EffectWriter {
  /** Of several kinds where what goes on has certificates and proofs; their numbers come in this order. */
  needs(context: EffectContext): Needs | readonly Needs[];
  write(db: Queryable, context: WriteContext): Promise<void>;
  preview(context: EffectContext): PreviewLine[];
}

export function holderOf(party: Party): NewHolder {
  const { name, nature, idType, idNo, share, phone } = party;
  return { name, nature, idType, idNo, share, phone };
}

/** The rights of a kind on the page that the case names; at least one, the rules have passed. */
export function targetsOf<K extends RightKind>(context: EffectContext, kind: K): Extract<RightView, { kind: K }>[] {
  const targets = context.rights.filter(
    (r): r is Extract<RightView, { kind: K }> =>
      r.kind === kind && r.status === 'CURRENT' && context.application.targets.includes(r.rightId),
  );
  if (targets.length === 0) throw new Error(`Case ${context.caseRow.case_no}: no ${kind} named on ${context.unitCode}`);
  return targets;
}

export function currentMortgages(rights: readonly RightView[]): MortgageView[] {
  return rights
    .filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT')
    .sort((a, b) => a.rank - b.rank);
}

/** One certificate for all holders, or one for each in their order. */
export function writeCertificates(
  entry: DraftedEntry,
  rightId: string,
  kind: CertificateKind,
  numbers: readonly string[],
): void {
  for (const i of numbers.keys())
    entry.draft.certificate({ kind, rightId, holderSeq: numbers.length === 1 ? null : i + 1 });
}

export const noNumbers = { kind: 'proof' as const, count: 0 };
