import { currentOwnership } from '../load-rights.ts';
import {
  does,
  type Finding,
  hasConsent,
  type LandPage,
  type RuleInput,
  sameIdentities,
  sideOf,
} from '../rule-input.ts';
import { mustBe } from './must-be.ts';
import { seizuresOn } from './seized-share.ts';

const isLand = (unitCode: string) => unitCode[19] === 'W';

/**
 * 首次登记 (实施细则 §24, 34–36): land first, then what was built on it, by whoever has the land. The page of the land may be part of
 * the case: then its right goes over into the homes, and the page is closed (民法典 356, 357: both move together).
 */
export function firstRules(input: RuleInput): Finding[] {
  if (!does(input, 'first')) return [];
  const { unit, item } = input;
  const land = item.right === '3';
  const commonOnly = item.code === 'BDC-06';
  if (land !== isLand(unit.unitCode) && land)
    return refuse(
      'ITEM-LAND',
      '国有建设用地使用权首次登记的单元应为宗地（第20位为W）。',
      '请改选宗地单元，或改选房屋首次登记（BDC-05）。',
    );
  if (commonOnly && unit.use !== 'common')
    return refuse(
      'ITEM-COMMON',
      '该单元不是建筑区划内业主共有部分。',
      '请改选房屋首次登记（BDC-05），或核对测绘成果中的用途。',
    );
  if (land) return [];
  return isLand(unit.unitCode) ? closingLandRules(input) : landRules(input);
}

/** Who builds has the land; a seizure of the land reaches what stands on it (查封规定 §21). */
function landRules(input: RuleInput): Finding[] {
  const { land, application } = input;
  if (!land)
    return [
      {
        warning: {
          rule: 'INV-02',
          code: 'UNIT_RESTRICTED',
          message: '登记簿上没有该宗地的土地使用权，无法自动核对建设单位。',
          advice: '请审核人员核对土地权属证书；土地尚未登记的，请先办理土地首次登记（BDC-01）。',
          blockingRow: null,
        },
      },
    ];
  const owner = currentOwnership(land.rights, land.unitCode);
  const acquirers = sideOf(application?.parties ?? [], 'acquirer');
  return [...seizedLand(land), ...(application ? mustBe('建设单位', acquirers, owner, '宗地土地使用权人') : [])];
}

/** INV-15 (查封规定 §21): what is built, sold off plan or mortgaged on seized land is within the reach of the seizure. */
function seizedLand(land: LandPage): Finding[] {
  const [seized] = seizuresOn(land.rights);
  if (!seized) return [];
  return [
    {
      block: {
        rule: 'INV-15',
        code: 'UNIT_RESTRICTED',
        message: `该宗地土地使用权已被查封（${seized.authority}，${seized.documentNo}），查封效力及于地上房屋。`,
        advice: '请告知申请人先由查封机关明确对地上房屋的处理，或解除查封后再申请。',
        blockingRow: { table: 'rights', id: seized.rightId, summary: `查封 ${seized.documentNo}` },
      },
    },
  ];
}

/** The land's page is closed with this entry: nothing may hang on it that would be lost. */
function closingLandRules(input: RuleInput): Finding[] {
  const owner = currentOwnership(input.rights, input.unit.unitCode);
  if (!owner)
    return refuse('INV-03', '该宗地的土地使用权尚未登记。', '请从申请中去掉宗地单元，或先办理土地首次登记（BDC-01）。');
  const burdens = input.rights.filter((r) => r.status !== 'HISTORY' && r.kind !== 'OWNERSHIP');
  return [
    ...(input.application
      ? mustBe('建设单位', sideOf(input.application.parties, 'acquirer'), owner, '宗地土地使用权人')
      : []),
    ...burdens.flatMap((right): Finding[] => {
      const mortgage = right.kind === 'MORTGAGE';
      if (mortgage && hasConsent(input, right.rightId, 'mortgagee')) return [];
      return [
        {
          block: {
            rule: mortgage ? 'INV-18' : 'INV-05',
            code: mortgage ? 'CONSENT_MISSING' : 'UNIT_RESTRICTED',
            message: mortgage
              ? '该宗地设有抵押权，土地使用权并入房屋、宗地页面关闭须经抵押权人书面同意。'
              : '该宗地上还有其他登记，不能随房屋首次登记关闭宗地页面。',
            advice: mortgage
              ? '请提交抵押权人的书面同意书，或先办理抵押权注销、变更登记。'
              : '请先办结该项登记，或从申请中去掉宗地单元。',
            blockingRow: { table: 'rights', id: right.rightId, summary: '宗地上的登记' },
          },
        },
      ];
    }),
  ];
}

/** A presale is sold, and a building site mortgaged, by whoever has the land, where the land is registered. */
export function siteRules(input: RuleInput): Finding[] {
  const { land, application, applied } = input;
  if (!land || does(input, 'first')) return [];
  const seized = seizedLand(land);
  const owner = currentOwnership(land.rights, land.unitCode);
  const obligors = sideOf(application?.parties ?? [], 'obligor');
  if (!application || !owner || sameIdentities(obligors, owner.holders)) return seized;
  const who = applied.some(({ operation }) => operation.cautionKind === 'presale') ? '预售人（开发企业）' : '抵押人';
  return [...seized, ...mustBe(who, obligors, owner, '宗地土地使用权人')];
}

/** 条例 §19: a new building is looked at before it is entered. Asked at 登簿 only. */
export function siteViewRules({ item, application }: RuleInput): Finding[] {
  if (item.siteView !== 'always' || application?.siteViewed !== false) return [];
  return [
    {
      block: {
        rule: 'SITE-VIEW',
        code: 'CASE_NOT_READY',
        message: `“${item.name}”登簿前应当实地查看，本业务还没有查看结果一致的记录。`,
        advice: '请审核人员选择“实地查看”，由两名工作人员查看并记录后再审核。',
        blockingRow: { table: 'cases', id: application.caseNo, summary: `业务${application.caseNo}` },
      },
    },
  ];
}

function refuse(rule: string, message: string, advice: string): Finding[] {
  return [{ block: { rule, code: 'UNIT_RESTRICTED', message, advice, blockingRow: null } }];
}
