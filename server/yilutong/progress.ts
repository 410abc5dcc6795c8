import type { CaseView, Registry, UtilityTransfer } from '../../registry/index.ts';
import { type Progress, type ProgressDetail, UTILITY_SERVICES } from '../api/yilutong.ts';

type Step = Progress['steps'][number];

/** Words for a transfer, by what it waits for; nothing personal. */
function stateText({ state, resultCode }: UtilityTransfer, entered: boolean): string {
  if (state === 'DONE') return '已过户';
  if (state === 'SKIPPED') return '未办理，请自行到营业厅办理';
  if (state === 'FAILED_MANUAL') return '转由该单位人工办理';
  if (state === 'CHOSEN') return entered ? '正在提交' : '登簿后自动办理';
  if (state === 'SUBMITTED') return '该单位办理中';
  switch (resultCode) {
    case 'ARREARS':
      return '有欠费，等卖方缴清';
    case 'ARREARS_PAID':
      return '已告知缴清，正在重新提交';
    case 'ACCOUNT_NOT_FOUND':
      return '户号未查到，等申请人更正';
    case 'ACCOUNT_CORRECTED':
      return '户号已更正，正在重新提交';
    case 'NAME_MISMATCH':
      return '户主不是卖方，该单位核对中';
    case 'UTILITY_UNAVAILABLE':
      return '该单位系统故障，每天自动重试';
    default:
      return '办理中';
  }
}

const todoOf = ({ state, resultCode }: UtilityTransfer): 'account' | 'arrears' | null =>
  state !== 'WAITING'
    ? null
    : resultCode === 'ACCOUNT_NOT_FOUND'
      ? 'account'
      : resultCode === 'ARREARS'
        ? 'arrears'
        : null;

/** The way of a case in the citizen's words: what is done, what it waits for now, what comes. */
function stepsOf(
  view: CaseView,
  facts: {
    filed: boolean;
    escrow: string | null;
    tax: string | null;
    confirmed: boolean;
    needsEscrow: boolean;
    buyer: boolean;
  },
): Step[] {
  const entered = view.enteredAt !== null;
  const stopped = view.closedAt !== null && !entered;
  const certified = view.certificateNos.length > 0 && view.closedAt !== null;
  const taxDone = facts.tax === 'CLEARED' || facts.tax === 'EXEMPT';
  const line: [id: string, name: string, done: boolean, waits: string][] = [
    ['intake', '一次申请、收件', view.materials.length > 0 && facts.filed, '窗口正在收件'],
    ...(facts.needsEscrow
      ? ([
          ['escrow', '购房款存入监管账户', ['FUNDED', 'RELEASED'].includes(facts.escrow ?? ''), '等买方存入购房款'],
        ] as [string, string, boolean, string][])
      : []),
    [
      'confirm',
      '确认税款',
      facts.confirmed || taxDone,
      !facts.tax ? '税务机关正在核税' : facts.buyer ? '等您确认税款' : '等买方确认税款',
    ],
    ['tax', '缴税', taxDone, '等缴税'],
    ['accept', '受理', view.acceptedAt !== null, '登记机构正在受理'],
    ['enter', '审核、登簿', entered, '登记机构正在审核'],
    ['certificate', '发证', certified, '正在发证，登记费缴清即发'],
  ];
  let reached = false;
  return line.map(([id, name, done, waits]) => {
    if (done) return { id, name, state: 'done', note: '已完成' };
    if (stopped) return { id, name, state: 'stopped', note: '未办理' };
    if (reached) return { id, name, state: 'later', note: '' };
    reached = true;
    return { id, name, state: 'now', note: waits };
  });
}

const phaseOf = (view: CaseView): string => {
  switch (view.outcome) {
    case 'COMPLETED':
      return '全部办结';
    case 'COMPLETED_WITH_PENDING':
      return '已登记发证，服务在办';
    case 'WITHDRAWN':
      return '已撤回';
    case 'REFUSED':
      return '不予登记';
    case 'NOT_ACCEPTED':
      return '未受理';
    case 'SUPERSEDED_BY_SEIZURE':
      return '因查封未登记';
    default:
      return view.enteredAt ? '已登簿' : '办理中';
  }
};

/** Without the code of the text message: states only, no name, number or amount. */
export async function progressOf(
  registry: Registry,
  view: CaseView,
  partyNo: number,
  now: Date,
): Promise<Omit<Progress, 'savings'>> {
  const { caseNo } = view;
  const [transfers, escrow, tax, filing, confirmed] = await Promise.all([
    registry.yilutong.transfers(caseNo),
    registry.yilutong.escrowOf(caseNo),
    registry.money.getTaxCase(caseNo),
    registry.money.getContractFiling(caseNo),
    registry.yilutong.taxConfirmed(caseNo),
  ]);
  const needsEscrow = view.startVariables.needsEscrow ?? false;
  const buyer = view.partyDetails.find((party) => party.partyNo === partyNo)?.role === 'acquirer';
  const steps = stepsOf(view, {
    filed: filing !== null,
    escrow: escrow?.state ?? null,
    tax: tax?.state ?? null,
    confirmed,
    needsEscrow,
    buyer,
  });
  const entered = view.enteredAt !== null;
  return {
    caseNo,
    phase: phaseOf(view),
    steps,
    services: transfers.map((one) => ({
      service: one.service,
      name: UTILITY_SERVICES[one.service],
      stateText: stateText(one, entered),
      todo: todoOf(one),
      done: one.state === 'DONE',
    })),
    confirmTax: buyer && !confirmed && view.closedAt === null && ['ASSESSED', 'PAID'].includes(tax?.state ?? ''),
    now: now.toISOString(),
  };
}

/** With the code: figures and numbers of the citizen's own case. */
export async function progressDetail(registry: Registry, view: CaseView): Promise<ProgressDetail> {
  const { caseNo } = view;
  const [transfers, escrow, tax] = await Promise.all([
    registry.yilutong.transfers(caseNo),
    registry.yilutong.escrowOf(caseNo),
    registry.money.getTaxCase(caseNo),
  ]);
  return {
    location: view.location,
    taxTotalFen: tax?.totalFen ?? null,
    escrowFen: escrow?.amountFen ?? null,
    certificateNos: view.certificateNos,
    services: transfers.map(({ service, accountNo, amountFen }) => ({ service, accountNo, amountFen })),
  };
}
