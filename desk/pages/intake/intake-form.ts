import type { IdType, Item, PartyNature, PartyRole, UnitPage } from '../../../server/api/index.ts';

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

export type Marital = 'single' | 'married' | 'divorced' | 'widowed';

export interface IntakeForm {
  applicationKey: string;
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
  };
  nameChange: { previous: { key: string; name: string; idType: IdType; idNo: string }[]; reason: string };
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

export const newPerson = (): PersonForm => ({ key: randomKey(), name: '', idNo: '' });

/** What an item asks for: only the questions that it needs are shown. */
export interface ItemShape {
  kind: 'sale' | 'mortgage' | 'name_change';
  acquirer: string;
  obligor: string | null;
}

export function shapeOf(item: Item): ItemShape {
  if (item.right === 'mortgage') return { kind: 'mortgage', acquirer: '抵押权人', obligor: '抵押人' };
  if (item.needsContract) return { kind: 'sale', acquirer: '买方', obligor: '卖方' };
  return { kind: 'name_change', acquirer: '变更后的权利人', obligor: null };
}

/** An empty form for this item on this unit: a row for every owner of the register. */
export function emptyForm(item: Item, page: UnitPage, today: string): IntakeForm {
  const shape = shapeOf(item);
  const owners = page.ownership?.holders ?? [];
  const ownerNature = (index: number): PartyNature =>
    owners[index]?.nature === 'person' || !owners[index] ? 'person' : 'company';
  const ownerRows = (role: PartyRole) =>
    (owners.length > 0 ? owners : [null]).map((_, index) => newParty(role, ownerNature(index)));
  const parties =
    shape.kind === 'sale'
      ? [...ownerRows('obligor'), newParty('acquirer')]
      : shape.kind === 'mortgage'
        ? [...ownerRows('obligor'), newParty('acquirer', 'company')]
        : ownerRows('acquirer');
  return {
    applicationKey: randomKey(),
    parties,
    ownershipMode: 'single',
    contract: { contractNo: '', price: '', signedOn: today, payMode: 'full', escrow: false },
    mortgage: {
      mortgageKind: 'general',
      amount: '',
      termFrom: today,
      termTo: '',
      scope: '主债权本金及利息、违约金、实现抵押权的费用',
      restrictsTransfer: false,
      loanContractNo: '',
      mortgageContractNo: '',
    },
    nameChange: {
      previous: ownerRows('acquirer').map((row) => ({ key: row.key, name: '', idType: row.idType, idNo: '' })),
      reason: '',
    },
    tax: { marital: 'single', spouse: newPerson(), children: [] },
    inquiry: { trueIntention: null, leased: null, residenceRight: null, mortgageeInformed: null, other: '' },
    certMedium: 'electronic',
    separateCerts: false,
    delivery: 'none',
    deliveryAddress: '',
    declareTruth: false,
    ruleProfile: 'current',
  };
}
