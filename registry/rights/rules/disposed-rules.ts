import { type DisposalUnderWay, disposalRow } from '../../seizure/disposals-under-way.ts';
import { formatShare } from '../../validators/shares.ts';
import { currentOwnership } from '../load-rights.ts';
import { type ApplicationFacts, type Finding, type RuleInput, sideOf } from '../rule-input.ts';
import { disposalOf, shareOfDebtor } from './court-disposal.ts';
import { isDebtor, type SeizedScope, seizuresOn } from './seized-share.ts';
import { whyHarmless } from './seizure-rules.ts';

/**
 * INV-11 (民法典 229; 法发〔2004〕5号 §27; 查封规定 §23): what a court has sold is its taker's from the service of the order, though the page
 * still shows the debtor and the seizure that stopped him has ended with the sale. Until the court's transfer is entered the sold
 * home or share is held as by that seizure: nothing disposes of it but the transfer to that taker.
 */
export function disposedRules(input: RuleInput): Finding[] {
  const held = input.disposals.map((disposal) => ({ disposal, scope: scopeOf(disposal, input) }));
  const staying: SeizedScope[] = [...seizuresOn(input.rights), ...held.map(({ scope }) => scope)];
  return held.flatMap(({ disposal, scope }): Finding[] => {
    const blockingRow = disposalRow(disposal);
    if (carriesOut(input.application, disposal)) {
      return isForTakers(input.application, disposal)
        ? []
        : [
            {
              block: {
                rule: 'INV-11',
                code: 'REG_CONFLICT',
                message: `受让人与处置该不动产的协助执行通知书（${disposal.documentNo}）载明的买受人（承受人）不一致。`,
                advice: '请核对裁定书；裁定撤销或者买受人变更的，须由处置法院与登记机构书面商定后处理。',
                blockingRow,
              },
            },
          ];
    }
    if (whyHarmless(input, scope, staying)) return [];
    const what = scope.scopeShare ? `的${formatShare(scope.scopeShare)}` : '';
    return [
      {
        block: {
          rule: 'INV-11',
          code: 'UNIT_RESTRICTED',
          message: `该单元${what}已由${disposal.authority}处置（${disposal.documentNo}），过户尚未登簿，不能办理“${input.item.name}”。`,
          advice: '请告知申请人：裁定书送达买受人（承受人）时已归其所有，只办理该法院协助执行的过户（BDC-14）。',
          blockingRow,
        },
      },
    ];
  });
}

/** What is held, as a seizure would hold it. */
function scopeOf(disposal: DisposalUnderWay, { rights, unit }: RuleInput): SeizedScope {
  const { authority, respondent, extent, part } = disposal;
  const owner = currentOwnership(rights, unit.unitCode);
  const sold = { authority, debtors: [respondent], part: null };
  const scopeShare = extent === 'whole' ? null : (part ?? (owner && shareOfDebtor(sold, owner)));
  return { status: 'CURRENT', seizureKind: 'seizure', authority, scopeShare, respondent };
}

/** The transfer by the same court of just what its notice disposed of. */
function carriesOut(
  application: ApplicationFacts | null,
  { authority, extent, part, respondent }: DisposalUnderWay,
): boolean {
  const transfer = disposalOf(application);
  if (transfer?.authority !== authority) return false;
  if (extent === 'whole') return transfer.debtors === null;
  if (!transfer.debtors?.some((debtor) => isDebtor(debtor, { respondent }))) return false;
  return extent === 'share' ? transfer.part === null : isSameShare(transfer.part, part);
}

const isSameShare = (a: DisposalUnderWay['part'], b: DisposalUnderWay['part']): boolean =>
  a !== null && b !== null && BigInt(a.n) * BigInt(b.d) === BigInt(b.n) * BigInt(a.d);

function isForTakers(application: ApplicationFacts | null, { takers }: DisposalUnderWay): boolean {
  const acquirers = application ? sideOf(application.parties, 'acquirer') : [];
  return takers.length === 0 || keyOf(acquirers.map(({ idNo }) => idNo)) === keyOf(takers);
}

const keyOf = (numbers: readonly string[]) =>
  [...new Set(numbers.map((idNo) => idNo.toUpperCase()))].toSorted().join('|');
