import type {
  IdType,
  Item,
  ItemOperation,
  PartyNature,
  PartyNeed,
  PartyRole,
  UnitPage,
} from '../../../server/api/index.ts';
import { emptyUtilities, type UtilityForm } from '../yilutong/utility-form.ts';

/** What the clerk types at the window, as text; `to-application.ts` turns it into the published Application. */

export interface PartyForm {
  /** Stable while rows come and go. */
  key: string;
  role: PartyRole;
  nature: PartyNature;
  name: string;
  idType: IdType;
  idNo: string;
  phone: string;
  address: string;
  share: string;
}

export interface PersonForm {
  key: string;
  name: string;
  idNo: string;
}

/** A former holder: of a change of name, the deceased, the party of a judgment. */
export interface FormerForm {
  key: string;
  name: string;
  idType: IdType;
  idNo: string;
}

export type Marital = 'single' | 'married' | 'divorced' | 'widowed';

export interface IntakeForm {
  applicationKey: string;
  operation: string;
  /** Items applied for together with this one. */
  combined: string[];
  parties: PartyForm[];
  ownershipMode: 'single' | 'joint' | 'shares';
  contract: {
    contractNo: string;
    price: string;
    signedOn: string;
    payMode: 'full' | 'loan' | 'fund' | 'mixed';
    escrow: boolean;
  };
  mortgage: {
    mortgageKind: 'general' | 'maximum';
    amount: string;
    termFrom: string;
    termTo: string;
    scope: string;
    restrictsTransfer: boolean;
    loanContractNo: string;
    mortgageContractNo: string;
    existingClaim: string;
  };
  nameChange: { previous: FormerForm[]; reason: string };
  /** 继承并出售: the sellers inherit first. */
  inheritance: {
    deceased: FormerForm[];
    unnotarised: boolean;
    basisNo: string;
    diedOn: string;
    /** Of several heirs. */
    mode: 'joint' | 'shares';
    /** Only the share of the deceased is inherited. */
    shareOnly: boolean;
    /** By key of the party. */
    shares: Record<string, string>;
    /** Keys of the sellers who were owners before and inherit nothing. */
    onlySell: string[];
    renunciations: (FormerForm & { statementNo: string })[];
  };
  /** Sale of one co-owner's share. */
  shareSale: { only: boolean; noticedOn: string };
  /** The blocks that are data (`block-fields.ts`): text or tick by block and key. */
  terms: Record<string, Record<string, string | boolean>>;
  /** Rights of the page that the case is about. */
  targets: string[];
  /** Units of the building applied for together with the one that was found. */
  otherUnits: string[];
  /** Rights whose holders agreed in writing, or whose risk was signed for. */
  consents: string[];
  tax: { marital: Marital; spouse: PersonForm; children: PersonForm[] };
  inquiry: {
    trueIntention: boolean | null;
    leased: boolean | null;
    residenceRight: boolean | null;
    mortgageeInformed: boolean | null;
    other: string;
  };
  certMedium: 'electronic' | 'paper' | 'both';
  separateCerts: boolean;
  delivery: 'window' | 'none' | 'mail';
  deliveryAddress: string;
  /** 一路通: only asked for the sale of a second-hand home. */
  utilities: UtilityForm;
  declareTruth: boolean;
  ruleProfile: 'current' | '2019';
}

/** A random key; `crypto.randomUUID` is missing where the desk is opened over plain HTTP in the office network. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function newParty(role: PartyRole, nature: PartyNature = 'person'): PartyForm {
  return {
    key: randomKey(),
    role,
    nature,
    name: '',
    idType: nature === 'person' ? 'citizen' : 'uscc',
    idNo: '',
    phone: '',
    address: '',
    share: '',
  };
}

export function newFormer(nature?: string): FormerForm {
  const person = nature === undefined || nature === 'person';
  return { key: randomKey(), name: '', idType: person ? 'citizen' : 'uscc', idNo: '' };
}

export const newPerson = (): PersonForm => ({ key: randomKey(), name: '', idNo: '' });

/** What an item asks for, from the catalogue: only the parts and questions that it needs are shown. */
export interface ItemShape {
  itemCode: string;
  operation: ItemOperation;
  /** The item has several operations, so the application names one. */
  chooses: boolean;
  /** Several units of the building in one application. */
  manyUnits: boolean;
  effects: string[];
  blocks: string[];
  acquirer: PartyNeed;
  obligor: PartyNeed | null;
  mortgagee: PartyNeed | null;
  /** The side on which the register's owners stand; their rows are made ready. */
  ownerSide: 'acquirer' | 'obligor' | null;
}

const disposing = new Set([
  'transfer',
  'mortgage',
  'mortgage_change',
  'residence',
  'residence_change',
  'easement',
  'caution',
]);
const keeping = new Set(['rename', 'facts', 'extinguish', 'correction', 'reissue', 'partition']);

export function shapeOf(
  item: Item,
  items: readonly Item[],
  chosen: { operation: string; combined: string[] },
): ItemShape {
  const operation =
    item.operations.find((one) => one.code === chosen.operation) ?? (item.operations[0] as ItemOperation);
  const joined = chosen.combined.flatMap((code) => {
    const other = items.find((one) => one.code === code);
    return other?.joined ?? other?.operations[0] ?? [];
  });
  const effects = [operation, ...joined].flatMap((one) => one.effects);
  const blocks = [...new Set([operation, ...joined].flatMap((one) => one.blocks))];
  const lender = joined.find((one) => one.effects.includes('mortgage') || one.effects.includes('caution'));
  const heirs = joined.find((one) => one.effects.includes('inherit'));
  const first = operation.effects[0] ?? '';
  return {
    itemCode: item.code,
    operation,
    chooses: item.operations.length > 1,
    // 首次登记, 在建建筑物抵押, 合并: the others are ticked in the 楼盘表, never typed.
    manyUnits: item.mostUnits > 20 || operation.code === 'merge',
    effects,
    blocks,
    acquirer: operation.acquirer,
    // 继承并出售: the sellers are the heirs, whom the register does not know yet.
    obligor: heirs?.acquirer ?? operation.obligor,
    mortgagee: operation.mortgagee ?? (lender ? lender.acquirer : null),
    ownerSide: keeping.has(first) ? 'acquirer' : disposing.has(first) && operation.obligor && !heirs ? 'obligor' : null,
  };
}

/** Rows for the parties of this shape: one for every owner of the register on his side, one for each other side. */
export function partiesFor(shape: ItemShape, page: UnitPage): PartyForm[] {
  const owners = page.ownership?.holders ?? [];
  const rows = (role: 'acquirer' | 'obligor', need: PartyNeed): PartyForm[] =>
    shape.ownerSide === role && owners.length > 0
      ? owners.map((owner) => newParty(role, owner.nature === 'person' ? 'person' : 'company'))
      : [newParty(role, need.nature)];
  return [
    ...(shape.obligor ? rows('obligor', shape.obligor) : []),
    ...rows('acquirer', shape.acquirer),
    ...(shape.mortgagee ? [newParty('mortgagee', 'company')] : []),
  ];
}

/** An empty form for this item on this unit. */
export function emptyForm(
  item: Item,
  items: readonly Item[],
  page: UnitPage,
  today: string,
  operation?: string,
): IntakeForm {
  const chosen = { operation: operation ?? item.operations[0]?.code ?? '', combined: [] };
  const owners = page.ownership?.holders ?? [];
  const former = () => (owners.length > 0 ? owners.map((owner) => newFormer(owner.nature)) : [newFormer()]);
  return {
    applicationKey: randomKey(),
    ...chosen,
    parties: partiesFor(shapeOf(item, items, chosen), page),
    ownershipMode: 'single',
    contract: { contractNo: '', price: '', signedOn: today, payMode: 'full', escrow: false },
    mortgage: {
      mortgageKind: item.code === 'BDC-18' ? 'maximum' : 'general',
      amount: '',
      termFrom: today,
      termTo: '',
      scope: '主债权本金及利息、违约金、实现抵押权的费用',
      restrictsTransfer: false,
      loanContractNo: '',
      mortgageContractNo: '',
      existingClaim: '',
    },
    nameChange: {
      previous: former(),
      reason: '',
    },
    inheritance: {
      deceased: former(),
      unnotarised: false,
      basisNo: '',
      diedOn: '',
      mode: 'joint',
      shareOnly: false,
      shares: {},
      onlySell: [],
      renunciations: [],
    },
    shareSale: { only: false, noticedOn: '' },
    terms: {},
    targets: [],
    otherUnits: [],
    consents: [],
    tax: { marital: 'single', spouse: newPerson(), children: [] },
    inquiry: { trueIntention: null, leased: null, residenceRight: null, mortgageeInformed: null, other: '' },
    certMedium: 'electronic',
    separateCerts: false,
    delivery: 'none',
    deliveryAddress: '',
    utilities: emptyUtilities(),
    declareTruth: false,
    ruleProfile: 'current',
  };
}
