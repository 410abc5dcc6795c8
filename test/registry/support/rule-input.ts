import { demoCity, type PartyInput, type RuleName, type RuleTypes } from '../../../registry/index.ts';
import { actionsOf, appliedOperations, getItem } from '../../../registry/items/items.ts';
import type { ApplicationFacts, RuleInput } from '../../../registry/rights/rule-input.ts';
import type { HolderView, MortgageView, OwnershipView, RightView } from '../../../registry/rights/types.ts';
import { party } from './play.ts';

// What a rule looks at, without a register behind it: rules are pure functions.

const unitCode = '330203001002GB00012F00010023';
const { people, institutions } = demoCity;

export const holder = (person: (typeof people)['li'], share: HolderView['share'] = null): HolderView => ({
  seq: 1,
  name: person.name,
  idType: person.idType,
  idNo: person.idNo,
  nature: person.nature,
  share,
  masked: false,
});

const common = (rightId: string) => ({
  rightId,
  unitCode,
  status: 'CURRENT' as const,
  regType: 200,
  reason: '',
  caseNo: null,
  registeredAt: new Date('2022-03-01T02:00:00Z'),
  registrar: 'x',
  endedAt: null,
  endedReason: null,
  note: null,
  certificateNos: [],
});

export const owned = (holders: HolderView[], mode: OwnershipView['mode'] = 'single'): OwnershipView => ({
  ...common('1'),
  kind: 'OWNERSHIP',
  rightType: '4',
  mode,
  priceFen: null,
  holders,
});

export const mortgaged = (more: Partial<MortgageView> = {}): MortgageView => ({
  ...common('2'),
  kind: 'MORTGAGE',
  mortgageKind: 'general',
  amountFen: 90_000_000,
  termFrom: '2022-03-01',
  termTo: '2042-02-28',
  rank: 1,
  scope: '主债权',
  restrictsTransfer: false,
  contractNo: 'DY-1',
  loanContractNo: null,
  rankSince: new Date('2022-03-01T02:00:00Z'),
  existingClaimFen: null,
  claimFixed: null,
  underConstruction: false,
  holders: [holder(institutions.bank)],
  ...more,
});

interface Asked {
  itemCode: string;
  operation?: string;
  rights: RightView[];
  parties?: PartyInput[];
  more?: Partial<ApplicationFacts>;
  input?: Partial<RuleInput>;
}

/** What the dated and local rules were when the product was released. */
const released: Partial<RuleTypes> = {
  'mortgage.consent_always': false,
  'mortgage.consent_before': '2021-01-01',
  'correction.suspends': true,
  'seizure.allows_rename': true,
  'seizure.allows_mortgage_cancel': true,
  'items.not_offered': [],
};

function releasedRule<N extends RuleName>(name: N): RuleTypes[N] {
  const value = released[name];
  if (value === undefined) throw new Error(`no released value of ${name} is written down here`);
  return value as RuleTypes[N];
}

/** A case on one home, as the rules see it. */
export function ruleInput({ itemCode, operation, rights, parties = [], more = {}, input = {} }: Asked): RuleInput {
  const applied = { itemCode, operation: operation ?? null, combined: [] };
  const now = new Date('2026-11-23T01:00:00Z');
  return {
    item: getItem(itemCode),
    applied: appliedOperations(applied),
    actions: actionsOf(applied),
    today: '2026-11-23',
    now,
    unit: { unitCode, district: '330203', use: 'residential', extinguished: false },
    rights,
    land: null,
    partition: null,
    application: {
      caseNo: '20261123330203000001',
      profile: 'current',
      filedOn: '2026-11-23',
      acceptedOn: '2026-11-23',
      operation: operation ?? null,
      combined: [],
      parties: parties.map((one, i) => ({ ...one, partyNo: i + 1 }) as ApplicationFacts['parties'][number]),
      ownershipMode: 'single',
      previousHolders: [],
      survey: null,
      mortgage: null,
      terms: {},
      targets: [],
      swapWith: null,
      consents: [],
      ...more,
    },
    earlierObjections: [],
    disposals: [],
    runningCorrections: [],
    rule: releasedRule,
    ...input,
  };
}

export { party, people };
