/** The application packages of examples/applications/: what each one brings and how it must end. */
import type { Application } from '../../server/api/index.ts';
import type { WorldChange } from '../demo/package.ts';
import type { DemoUnits, ExampleUnit } from './city.ts';
import { itemSpecs } from './item-packages.ts';
import { bank, type DemoPerson, partyOf, people } from './people.ts';
import { base, type PackageSpec, type Paper, priceOf, sellers, signedOn } from './spec.ts';

export type { PackageSpec, Paper } from './spec.ts';

const salePapers: readonly Paper[] = [{ kind: 'identity' }, { kind: 'certificate' }, { kind: 'contract' }];

function sale(name: string, unit: ExampleUnit, buyer: DemoPerson, change: Partial<Application> = {}): Application {
  return {
    ...base(name, unit),
    itemCode: 'BDC-10',
    parties: [partyOf('acquirer', buyer), ...sellers(unit)],
    ownershipMode: 'single',
    contract: { priceFen: priceOf(unit), signedOn, payMode: 'full', escrow: false },
    hasLoan: false,
    taxFamily: { marital: 'single', minorChildren: [] },
    ...change,
  };
}

function mortgage(name: string, unit: ExampleUnit, change: Partial<Application> = {}): Application {
  return {
    ...base(name, unit),
    itemCode: 'BDC-17',
    parties: [partyOf('acquirer', bank), ...sellers(unit)],
    hasLoan: true,
    mortgage: {
      mortgageKind: 'general',
      amountFen: 186_000_000,
      termFrom: signedOn,
      termTo: '2046-01-11',
      scope: '主债权及其利息、违约金、损害赔偿金和实现抵押权的费用',
      restrictsTransfer: false,
      loanContractNo: `甬江借字〔2026〕${name.slice(0, 2)}号`,
      mortgageContractNo: `甬江抵字〔2026〕${name.slice(0, 2)}号`,
    },
    ...change,
  };
}

const refuse = { reviewDecision: 'refuse', reasonCode: 'DISPUTE', opinion: '第三人就该房屋权属起诉，争议尚未解决。' };
const notice = (documentNo: string, unit: ExampleUnit): WorldChange => ({
  seizure: {
    noticeNo: `示例-${documentNo}`,
    seizureKind: 'seizure',
    authority: '宁波市镇海区人民法院',
    documentNo,
    termMonths: 36,
    respondent: { name: unit.owners[0]!.name, idNo: unit.owners[0]!.idNo },
    officers: [
      { name: '执行员甲', workNo: 'ZX-3302-01', dutyNo: 'GW-3302-01' },
      { name: '执行员乙', workNo: 'ZX-3302-02', dutyNo: 'GW-3302-02' },
    ],
  },
});

export function packageSpecs(units: DemoUnits): PackageSpec[] {
  const specs: PackageSpec[] = [];
  const add = (
    name: string,
    unit: ExampleUnit,
    application: Application,
    papers: readonly Paper[],
    expected: PackageSpec['expected'],
  ) => specs.push({ name, unit, application, papers, expected });

  {
    const [name, unit] = ['01-sale-electronic', units.plain[0]!];
    add(name, unit, sale(name, unit, people.shen), salePapers, {
      title: '存量房买卖，全款，电子证照',
      story: '买卖双方到窗口签订格式合同，税款、登记费付清后当天领取电子证照。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {},
    });
  }
  {
    const [name, unit] = ['02-sale-paper-shares', units.plain[1]!];
    const application = sale(name, unit, people.gong, {
      parties: [
        partyOf('acquirer', people.gong, { n: 2, d: 3 }),
        partyOf('acquirer', people.hong, { n: 1, d: 3 }),
        ...sellers(unit),
      ],
      ownershipMode: 'shares',
      certMedium: 'both',
      delivery: 'window',
      taxFamily: { marital: 'single', minorChildren: [] },
    });
    add(name, unit, application, salePapers, {
      title: '存量房买卖，按份共有，纸质证书，生僻字姓名',
      story: '两人按 2/3 和 1/3 购买，姓名含生僻字；第一张证书纸打印作废，换纸重打后在窗口领取。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: { decisions: { PrintCertificate: [{ printDecision: 'void', note: '打印机卡纸，该纸作废。' }] } },
    });
  }
  {
    const [name, unit] = ['03-change-of-name', units.plain[2]!];
    const holder = unit.owners[0]!;
    const renamed = { ...holder, name: '江一帆' };
    const application: Application = {
      ...base(name, unit),
      itemCode: 'BDC-07',
      parties: [partyOf('acquirer', renamed)],
      nameChange: {
        previous: [{ name: holder.name, idType: holder.idType, idNo: holder.idNo }],
        reason: '公安机关准予更名',
      },
    };
    const letter: Paper = {
      kind: 'letter',
      file: 'name-change.pdf',
      upload: 'name_change_proof',
      title: '户口项目变更证明',
      materialId: 'change_proof',
      from: '宁波市样本公安分局户籍窗口',
      paragraphs: [
        `兹证明：${holder.name}（公民身份号码 ${holder.idNo}）经本机关核准，姓名变更为江一帆，身份号码不变。`,
        '特此证明。',
      ],
    };
    add(name, unit, application, [{ kind: 'identity' }, { kind: 'certificate' }, letter], {
      title: '变更登记：权利人更名',
      story: '权利人在公安机关更名后申请变更登记，不收登记费，换发电子证照。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {
        before: [
          {
            department: 'identity',
            method: 'PUT',
            path: '/people',
            body: { people: [{ name: renamed.name, idNo: renamed.idNo }] },
          },
        ],
      },
    });
  }
  {
    const [name, unit] = ['04-mortgage', units.plain[3]!];
    add(name, unit, mortgage(name, unit), [{ kind: 'identity' }, { kind: 'certificate' }, { kind: 'mortgage' }], {
      title: '一般抵押权首次登记',
      story: '房屋所有权人以自有住房向银行抵押借款，颁发不动产登记证明。',
      outcome: 'completed',
      certificates: 1,
      documents: ['proof'],
      play: {},
    });
  }
  {
    const [name, unit] = ['05-refused-dispute', units.plain[4]!];
    add(name, unit, sale(name, unit, people.yu), salePapers, {
      title: '审核不予登记：权属争议',
      story: '审核中发现第三人已就权属起诉，审核人员提出不予登记，督办复核同意，撤销网签、退税并出具决定书。',
      outcome: 'refused',
      certificates: 0,
      documents: ['decision_refused'],
      play: { decisions: { Review: [refuse] } },
    });
  }
  {
    const [name, unit] = ['06-refusal-overturned', units.plain[5]!];
    add(name, unit, sale(name, unit, people.xie), salePapers, {
      title: '督办不同意不予登记，重新审核后登记',
      story: '审核人员拟不予登记，督办认为起诉与本房屋无关，退回重新审核，最终登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {
        decisions: {
          Review: [refuse],
          ConfirmRefusal: [{ refusalDecision: 'reject', opinion: '起诉标的不是本房屋，请重新审核。' }],
        },
      },
    });
  }
  {
    const [name, unit] = ['07-missing-materials', units.plain[6]!];
    add(name, unit, sale(name, unit, people.mao), [{ kind: 'identity' }, { kind: 'unsignedContract' }], {
      title: '材料不齐：一次性告知',
      story: '没有带权属证书，合同付款方式空白、买方未签名，窗口一次告知全部缺项，未予受理。',
      outcome: 'not_accepted',
      certificates: 0,
      documents: ['notice_supplement'],
      play: {
        decisions: {
          CollectMaterials: [
            {
              intakeDecision: 'supplement',
              materials: [{ materialId: 'identity', received: true, pages: 1, handling: 'inspect' }],
              missingMaterials: ['certificate', 'contract'],
              note: '权属证书未带；合同付款方式空白、买方未签名。',
            },
          ],
        },
      },
    });
  }
  {
    const [name, unit] = ['08-seized-unit', units.seized];
    add(name, unit, sale(name, unit, people.ying), salePapers, {
      title: '房屋已被查封：不予受理',
      story: '申请的房屋登记簿上有法院查封，系统校验后不予受理。',
      outcome: 'not_accepted',
      certificates: 0,
      documents: ['notice_not_accepted'],
      play: {},
    });
  }
  {
    const [name, unit] = ['09-identity-mismatch', units.plain[7]!];
    add(name, unit, sale(name, unit, people.zhuang), salePapers, {
      title: '身份核验不一致：不予受理',
      story: '买方提供的身份号码在公安系统属于另一人，窗口人工核验后不予受理。',
      outcome: 'not_accepted',
      certificates: 0,
      documents: ['notice_not_accepted'],
      play: {
        before: [
          {
            department: 'identity',
            method: 'PUT',
            path: '/people',
            body: { people: [{ name: '另有其人', idNo: people.zhuang.idNo }] },
          },
        ],
        decisions: {
          ManualIdentity: [{ identityDecision: 'reject', note: '身份证姓名与公安登记不一致，本人不能说明。' }],
        },
      },
    });
  }
  {
    const [name, unit] = ['10-withdrawn', units.plain[8]!];
    add(name, unit, sale(name, unit, people.lou), salePapers, {
      title: '登簿前撤回申请',
      story: '审核期间买卖双方协商解除合同，申请撤回；撤销网签、退税，出具撤回确认书。',
      outcome: 'withdrawn',
      certificates: 0,
      documents: ['decision_withdrawn'],
      play: { events: [{ task: 'SignBook', withdraw: '买卖双方协商一致解除合同。', leaveTask: true }] },
    });
  }
  {
    const [name, unit] = ['11-stopped-by-seizure', units.plain[9]!];
    add(name, unit, sale(name, unit, people.hu), salePapers, {
      title: '登簿前查封送达：终止办理',
      story: '受理、审核都已完成，登簿前法院查封送达；查封优先，终止办理，退税并出具决定书。',
      outcome: 'superseded',
      certificates: 0,
      documents: ['decision_superseded'],
      play: { events: [{ task: 'SignBook', world: [notice('（2026）浙0211执911号', unit)], leaveTask: true }] },
    });
  }
  {
    const [name, unit] = ['12-supplemented', units.plain[10]!];
    const later: Paper = {
      kind: 'letter',
      file: 'marital-statement.pdf',
      upload: 'other',
      title: '婚姻状况声明',
      from: people.wen.name,
      paragraphs: [
        '本人声明：目前未婚，无未成年子女，购买本房屋前在本市无其他住房。',
        '以上内容属实，如有虚假愿承担法律责任。',
      ],
      later: true,
    };
    add(name, unit, sale(name, unit, people.wen), [...salePapers, later], {
      title: '审核要求补正，补正后登记',
      story: '审核人员要求补交婚姻状况声明，补正期间暂停计时；补交后恢复计时，审核通过并登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['notice_supplement', 'certificate'],
      play: {
        decisions: {
          Review: [
            {
              reviewDecision: 'supplement',
              reasonCode: 'MATERIAL_INCOMPLETE',
              missingMaterials: ['婚姻状况声明'],
              opinion: '民政部门未查询到婚姻登记信息，请补交婚姻状况声明。',
            },
          ],
        },
        supplement: [{ materialId: 'marriage', scan: 'marital-statement.pdf', note: '婚姻状况声明' }],
      },
    });
  }
  {
    const [name, unit] = ['13-tax-rejected-then-fixed', units.plain[11]!];
    const low = Math.round((unit.area * 1_500) / 1_000) * 1_000 * 100;
    const application = sale(name, unit, people.shao, {
      contract: { priceFen: low, signedOn, payMode: 'full', escrow: false },
    });
    add(name, unit, application, salePapers, {
      title: '计税价格偏低，税务核定后登记',
      story: '亲属间低价买卖，税务系统认为价格偏低退回；税务人员核实情况并认可价格后重新核税，缴清后登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {
        events: [
          {
            task: 'TaxProblem',
            world: [
              {
                department: 'tax',
                method: 'PUT',
                path: '/facts',
                body: { units: [{ unitCode: unit.unitCode, priceApproved: true }] },
              },
            ],
          },
        ],
        decisions: { TaxProblem: [{ note: '双方为直系亲属，价格低有正当理由，予以认可。' }] },
      },
    });
  }
  {
    const [name, unit] = ['14-shares-do-not-add-up', units.plain[12]!];
    const application = sale(name, unit, people.shen, {
      parties: [
        partyOf('acquirer', people.shen, { n: 1, d: 2 }),
        partyOf('acquirer', people.yu, { n: 1, d: 3 }),
        ...sellers(unit),
      ],
      ownershipMode: 'shares',
    });
    add(name, unit, application, salePapers, {
      title: '份额之和不等于 1：不予受理',
      story: '两名买受人填写 1/2 和 1/3，份额之和不为 1，系统指出并不予受理。',
      outcome: 'not_accepted',
      certificates: 0,
      documents: ['notice_not_accepted'],
      play: {},
    });
  }
  {
    const [name, unit] = ['15-legacy-jurisdiction', units.legacy];
    add(name, unit, sale(name, unit, people.mao), salePapers, {
      title: '原江东区旧单元号：不能直接受理',
      story: '申请人持原江东区（330204）的旧单元号，该代码已停用，须先对照到现行单元。',
      outcome: 'rejected',
      problemCode: 'UNIT_NOT_OURS',
      certificates: 0,
      documents: [],
      play: {},
    });
  }
  {
    const [name, unit] = ['16-contract-unknown', units.plain[13]!];
    const contractNo = '甬房网签2026000816';
    const application = sale(name, unit, people.ying, {
      contract: { contractNo, priceFen: priceOf(unit), signedOn, payMode: 'loan', escrow: true },
      hasLoan: true,
    });
    add(name, unit, application, salePapers, {
      title: '查无网签合同，更正后登记',
      story: '网签系统起初查不到合同，暂停计时；中介补传合同后恢复，备案成功并登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {
        events: [
          {
            task: 'FixContract',
            world: [
              {
                department: 'housing',
                method: 'PUT',
                path: `/contracts/${encodeURIComponent(contractNo)}`,
                body: { unitCode: unit.unitCode, priceFen: priceOf(unit), signedAt: signedOn, status: 'signed' },
              },
            ],
          },
        ],
        decisions: { FixContract: [{ contractNo, note: '中介已补传网签合同，编号不变。' }] },
      },
    });
  }
  {
    const [name, unit] = ['17-returned-by-registrar', units.plain[14]!];
    const lost = unit.owners[0]!;
    add(name, unit, mortgage(name, unit), [{ kind: 'identity' }, { kind: 'certificate' }, { kind: 'mortgage' }], {
      title: '证件挂失人工核验，签簿退回复审后登记',
      story: '抵押人的身份证已挂失，窗口凭临时身份证人工核验；登簿人员退回一次，复审后登记。',
      outcome: 'completed',
      certificates: 1,
      documents: ['proof'],
      play: {
        before: [
          {
            department: 'identity',
            method: 'PUT',
            path: '/people',
            body: { people: [{ name: lost.name, idNo: lost.idNo, status: 'lost' }] },
          },
        ],
        decisions: {
          ManualIdentity: [{ identityDecision: 'ok', note: '凭临时居民身份证核对，人证一致。' }],
          SignBook: [{ signDecision: 'return', opinion: '请核对担保范围是否包含实现抵押权的费用。' }],
        },
      },
    });
  }
  {
    const [name, unit] = ['18-mortgaged-home-sold', units.mortgaged];
    add(name, unit, sale(name, unit, people.xie), salePapers, {
      title: '带押过户：抵押权随房屋转移',
      story: '房屋 2022 年设立抵押，登记簿没有禁止或限制转让的约定，无须抵押权人同意即可转移，抵押权继续有效。',
      outcome: 'completed',
      certificates: 1,
      documents: ['certificate'],
      play: {},
    });
  }
  return [...specs, ...itemSpecs(units)];
}
