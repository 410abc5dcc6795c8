import { randomUUID } from 'node:crypto';
import { type CityPerson, demoCity } from '../../registry/index.ts';
import type { Application } from '../../server/api/index.ts';
import type { Home } from './homes.ts';

/** Applications as a window takes them, for whoever plays cases in numbers (the day, the load run). */

type Party = Application['parties'][number];
const party = (role: Party['role'], person: CityPerson): Party => ({
  role,
  nature: person.nature as Party['nature'],
  name: person.name,
  idType: person.idType as Party['idType'],
  idNo: person.idNo,
  phone: person.phone ?? undefined,
});

const common = () => ({
  applicationKey: randomUUID(),
  certMedium: 'electronic' as const,
  delivery: 'none' as const,
  inquiry: { trueIntention: true, leased: false, residenceRight: false },
  declareTruth: true,
});

/** BDC-10 转移登记（存量房买卖） */
export function saleOf(home: Home, buyer: CityPerson, signedOn: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-10',
    unitCodes: [home.unitCode],
    parties: [party('acquirer', buyer), ...home.owners.map((owner) => party('obligor', owner))],
    ownershipMode: 'single',
    contract: { priceFen: Math.round(home.area * 20_000) * 100, signedOn, payMode: 'full', escrow: false },
    hasLoan: false,
    taxFamily: { marital: 'single', minorChildren: [] },
  };
}

/** BDC-17 抵押权首次登记（一般抵押） */
export function mortgageOf(home: Home, signedOn: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-17',
    unitCodes: [home.unitCode],
    parties: [party('acquirer', demoCity.institutions.bank), ...home.owners.map((owner) => party('obligor', owner))],
    mortgage: {
      mortgageKind: 'general',
      amountFen: Math.round(home.area * 12_000) * 100,
      termFrom: signedOn,
      termTo: `${Number(signedOn.slice(0, 4)) + 20}${signedOn.slice(4)}`,
      scope: '主债权及利息、违约金、实现抵押权的费用',
      restrictsTransfer: false,
      loanContractNo: `JK-${home.unitCode.slice(-8)}`,
      mortgageContractNo: `DY-${home.unitCode.slice(-8)}`,
    },
  };
}

/** BDC-07 变更登记（姓名）: the number stays, the name is a new one. */
export function renameOf(home: Home, newName: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-07',
    unitCodes: [home.unitCode],
    parties: home.owners.map((owner) => party('acquirer', { ...owner, name: newName })),
    nameChange: {
      previous: home.owners.map(({ name, idType, idNo }) => ({ name, idType: idType as 'citizen', idNo })),
      reason: '公安机关更名',
    },
  };
}

/** BDC-32 车库、车位、储藏室转移登记 */
export const parkingSaleOf = (space: Home, buyer: CityPerson, signedOn: string): Application => ({
  ...saleOf(space, buyer, signedOn),
  itemCode: 'BDC-32',
});

/** BDC-12 转移登记（赠与） */
export function giftOf(home: Home, receiver: CityPerson, effectiveOn: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-12',
    unitCodes: [home.unitCode],
    parties: [party('acquirer', receiver), ...home.owners.map((owner) => party('obligor', owner))],
    ownershipMode: 'single',
    transfer: { reason: 'gift', basisNo: `赠字${home.unitCode.slice(-8)}号`, effectiveOn },
    taxFamily: { marital: 'single', minorChildren: [] },
  };
}

/** BDC-21 抵押权注销登记: the claim has ended, and the lender says so. */
export function payoffOf(home: Home, endedOn: string): Application {
  if (!home.mortgage) throw new Error(`${home.unitCode} is not mortgaged`);
  return {
    ...common(),
    itemCode: 'BDC-21',
    unitCodes: [home.unitCode],
    parties: [party('acquirer', home.mortgage.mortgagee)],
    targets: [{ certificateNo: home.mortgage.proofNo }],
    cancellation: { cause: 'claim_ended', endedOn, evidenceNo: `JQ-${home.unitCode.slice(-8)}` },
  };
}

/** 网签合同号 of the developer: in the housing bureau's books before anybody comes to the window. */
const developersContract = (kind: '商' | '预', home: Home) => `甬房${kind}2026${home.unitCode.replace(/\D/g, '')}`;

/** BDC-09 转移登记（新建商品房买卖） */
export function newHomeOf(home: Home, buyer: CityPerson, signedOn: string): Application {
  return {
    ...saleOf(home, buyer, signedOn),
    itemCode: 'BDC-09',
    contract: {
      contractNo: developersContract('商', home),
      priceFen: Math.round(home.area * 20_000) * 100,
      signedOn,
      payMode: 'full',
      escrow: false,
    },
  };
}

/** BDC-24 预购商品房预告登记: the home has no page yet, the developer is the other side. */
export function presaleOf(home: Home, buyer: CityPerson, signedOn: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-24',
    unitCodes: [home.unitCode],
    parties: [party('acquirer', buyer), party('obligor', demoCity.institutions.company)],
    contract: {
      contractNo: developersContract('预', home),
      priceFen: Math.round(home.area * 18_000) * 100,
      signedOn,
      payMode: 'full',
      escrow: true,
    },
    caution: { agreementNo: `预告约字${home.unitCode.slice(-8)}号`, agreedOn: signedOn },
  };
}

/** BDC-13 转移登记（夫妻财产约定）: the owner stands on both sides, and both own jointly afterwards. */
export function spouseAddedOf(home: Home, spouse: CityPerson, agreedOn: string): Application {
  return {
    ...common(),
    itemCode: 'BDC-13',
    unitCodes: [home.unitCode],
    parties: [
      ...home.owners.map((owner) => party('acquirer', owner)),
      party('acquirer', spouse),
      ...home.owners.map((owner) => party('obligor', owner)),
    ],
    ownershipMode: 'joint',
    transfer: { reason: 'marital_agreement', basisNo: `约定${home.unitCode.slice(-8)}号`, effectiveOn: agreedOn },
  };
}
