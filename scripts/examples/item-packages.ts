/** Packages of the items beyond the second-hand sale: a new home, a gift, mortgages, a presale, a parking space. */
import { demoCity } from '../../registry/index.ts';
import type { Application } from '../../server/api/index.ts';
import type { WorldChange } from '../demo/package.ts';
import type { DemoUnits, ExampleUnit } from './city.ts';
import { bank, partyOf, people } from './people.ts';
import { base, type PackageSpec, type Paper, priceOf, sellers, signedOn } from './spec.ts';

const developer = demoCity.institutions.company;
const lender = demoCity.institutions.bank;

const letter = (
  file: string,
  upload: string,
  materialId: string,
  title: string,
  from: string,
  ...paragraphs: string[]
): Paper => ({ kind: 'letter', file, upload, materialId, title, from, paragraphs });

/** The contract that both sides signed online and that the housing authority knows. */
const signedOnline = (contractNo: string, unit: ExampleUnit, priceFen: number): WorldChange => ({
  department: 'housing',
  method: 'PUT',
  path: `/contracts/${encodeURIComponent(contractNo)}`,
  body: { unitCode: unit.unitCode, priceFen, signedAt: signedOn, status: 'signed' },
});

/** Gifts and parking spaces: VAT and income tax have no row in the tables, a tax officer assesses. */
const assessed = (deedFen: number) => ({
  ManualAssessment: [
    {
      vatFen: 0,
      surchargesFen: 0,
      deedTaxFen: deedFen,
      incomeTaxFen: 0,
      note: '近亲属赠与（个人转让车位），按规定免征增值税和个人所得税。',
    },
  ],
});

export function itemSpecs(units: DemoUnits): PackageSpec[] {
  return [
    newHome(units.newHome),
    gift(units.plain[16]!),
    maximum(units.plain[15]!),
    payoff(units.paidOff),
    presale(units.presale),
    parking(units.parking),
  ];
}

function newHome(unit: ExampleUnit): PackageSpec {
  const name = '19-new-home';
  const contractNo = '甬房商2026000901';
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-09',
    parties: [partyOf('acquirer', people.shao), partyOf('obligor', developer)],
    ownershipMode: 'single',
    contract: { contractNo, priceFen: priceOf(unit), signedOn, payMode: 'full', escrow: false },
    hasLoan: false,
    taxFamily: { marital: 'single', minorChildren: [] },
  };
  const invoice = letter(
    'invoice.pdf',
    'other',
    'invoice',
    '销售不动产发票（记账联复印件）',
    developer.name,
    `购买方：${people.shao.name}。不动产坐落：${unit.location}。价税合计已付清。`,
  );
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, invoice],
    expected: {
      title: '新建商品房转移登记：两份材料办结',
      story: '向开发企业购买新建商品房，网签合同由系统取得，只交身份证明和购房发票。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: { before: [signedOnline(contractNo, unit, priceOf(unit))] },
    },
  };
}

function gift(unit: ExampleUnit): PackageSpec {
  const name = '20-gift';
  const valueFen = priceOf(unit);
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-12',
    parties: [partyOf('acquirer', people.wen), ...sellers(unit)],
    ownershipMode: 'single',
    transfer: { reason: 'gift', basisNo: '赠与合同（2026）第20号', effectiveOn: signedOn, valueFen },
    taxFamily: { marital: 'single', minorChildren: [] },
  };
  const deed = letter(
    'gift-contract.pdf',
    'other',
    'gift_contract',
    '房屋赠与合同',
    unit.owners[0]!.name,
    `${unit.owners[0]!.name}自愿将坐落于${unit.location}的房屋赠与${people.wen.name}，${people.wen.name}表示接受。`,
    '双方共同申请转移登记。',
  );
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, { kind: 'certificate' }, deed],
    expected: {
      title: '赠与转移登记：税务人员核定',
      story: '房屋赠与近亲属，规则表没有赠与的增值税和个人所得税，由税务人员核定后缴纳契税，当天登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: { decisions: assessed(Math.round(valueFen * 0.03)) },
    },
  };
}

function maximum(unit: ExampleUnit): PackageSpec {
  const name = '21-maximum-mortgage';
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-18',
    parties: [partyOf('acquirer', bank), ...sellers(unit)],
    hasLoan: true,
    mortgage: {
      mortgageKind: 'maximum',
      amountFen: 200_000_000,
      existingClaimFen: 50_000_000,
      termFrom: signedOn,
      termTo: '2036-01-11',
      scope: '最高额内的主债权及其利息、违约金和实现抵押权的费用',
      restrictsTransfer: false,
      loanContractNo: '甬江授字〔2026〕21号',
      mortgageContractNo: '甬江高抵字〔2026〕21号',
    },
  };
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, { kind: 'mortgage' }],
    expected: {
      title: '最高额抵押权首次登记',
      story: '以自有住房为循环授信设立最高额抵押，转入已有债权，颁发不动产登记证明。',
      outcome: 'completed',
      certificates: 1,
      documents: ['proof'],
      play: {},
    },
  };
}

function payoff(unit: ExampleUnit): PackageSpec {
  const name = '22-mortgage-cancelled';
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-21',
    parties: [partyOf('acquirer', lender)],
    targets: [{ certificateNo: unit.proofNo! }],
    cancellation: { cause: 'claim_ended', endedOn: signedOn, evidenceNo: '结清〔2026〕22号' },
    inquiry: { trueIntention: true, leased: false, residenceRight: false, mortgageeInformed: true },
  };
  const ended = letter(
    'claim-ended.pdf',
    'other',
    'claim_ended',
    '贷款结清证明',
    lender.name,
    `${unit.location}的抵押贷款本息已全部结清，本行的债权消灭，同意注销抵押权登记（${unit.proofNo}）。`,
  );
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, ended],
    expected: {
      title: '抵押权注销登记',
      story: '贷款还清，银行出具结清证明申请注销抵押权；不收费，不发证。',
      outcome: 'completed',
      certificates: 0,
      documents: [],
      play: {},
    },
  };
}

function presale(unit: ExampleUnit): PackageSpec {
  const name = '23-presale-caution';
  const contractNo = '甬房预2026000923';
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-24',
    parties: [partyOf('acquirer', people.hu), partyOf('obligor', developer)],
    contract: { contractNo, priceFen: priceOf(unit), signedOn, payMode: 'full', escrow: true },
    caution: { agreementNo: '预告约字〔2026〕23号', agreedOn: signedOn },
  };
  const agreement = letter(
    'caution-agreement.pdf',
    'other',
    'caution_agreement',
    '预告登记约定书',
    `${developer.name}、${people.hu.name}`,
    `双方约定就${unit.location}的预购商品房申请预告登记，未经预告登记权利人同意，开发企业不得处分该房屋。`,
  );
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, agreement],
    expected: {
      title: '预购商品房预告登记',
      story: '购买期房后先办预告登记，房屋尚未首次登记；不收费，颁发登记证明。',
      outcome: 'completed',
      certificates: 1,
      documents: ['proof'],
      play: { before: [signedOnline(contractNo, unit, priceOf(unit))] },
    },
  };
}

function parking(unit: ExampleUnit): PackageSpec {
  const name = '24-parking-space';
  const priceFen = 20_000_000;
  const application: Application = {
    ...base(name, unit),
    itemCode: 'BDC-32',
    parties: [partyOf('acquirer', people.lou), ...sellers(unit)],
    ownershipMode: 'single',
    contract: { priceFen, signedOn, payMode: 'full', escrow: false },
    hasLoan: false,
    taxFamily: { marital: 'single', minorChildren: [] },
  };
  return {
    name,
    unit,
    application,
    papers: [{ kind: 'identity' }, { kind: 'certificate' }, { kind: 'contract' }],
    expected: {
      title: '车位转移登记：税务人员核定，登记费按车位',
      story: '购买一个车位；非住宅的增值税、个人所得税由税务人员核定，登记费 80 元。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: { decisions: assessed(600_000) },
    },
  };
}
