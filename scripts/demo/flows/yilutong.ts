/** 一路通 (domain §5.4): a sale with escrow, tax, certificate, and the companies of the house; the water is in arrears first. */
import { saleOf } from '../../play/applications.ts';
import { answerUtility, chosen, citizenOf, escrowStatus, fundEscrow, yilutongOf } from '../../play/yilutong.ts';
import { accountOf } from '../play-case.ts';
import { changeWorld, payOpenOrders } from '../world.ts';
import { buyerOf, eventually, type FlowEnd, type FlowPlay, type FlowStage, freshHome, workUntil } from './flow.ts';

const DISTRICT = '330212';
const ARREARS_FEN = 12_345;
/** The progress page answers sixty times a minute. */
const PAGE_MS = 1_500;

/** The phone that got the `nth` message of this kind. */
const phoneWith = (stage: FlowStage, caseNo: string, template: 'progress_open' | 'utility_arrears', nth: number) =>
  eventually(stage, `${caseNo} 短信 ${template}`, () =>
    citizenOf(stage.publicUrl, stage.departments.sms, caseNo, { template, nth }),
  );

async function owes(stage: FlowStage, accountNo: string, arrearsFen: number): Promise<void> {
  const change = {
    department: 'water',
    method: 'PUT',
    path: '/accounts',
    body: { accounts: [{ accountNo, arrearsFen }] },
  } as const;
  const registrar = () => stage.staff(accountOf('registrar', DISTRICT));
  await changeWorld([change], { departments: stage.departments, registrar, unitCodes: [] });
}

async function waterInArrears(stage: FlowStage): Promise<FlowEnd> {
  const home = await freshHome(stage, DISTRICT);
  const number = home.unitCode.slice(-8);
  const sale = saleOf(
    { ...home, district: DISTRICT, owners: [...home.owners], mortgage: null },
    buyerOf(home),
    '2026-11-20',
  );
  const application = yilutongOf({ ...sale, contract: { ...sale.contract!, escrow: true } }, [
    chosen('water', `W-${DISTRICT}-${number}`),
    chosen('power', `P-${DISTRICT}-${number}`),
  ]);
  await owes(stage, `W-${DISTRICT}-${number}`, ARREARS_FEN);
  const acceptor = await stage.staff(accountOf('window_acceptor', DISTRICT));
  const { caseNo } = await acceptor.fileCase(application);
  const work = { caseNo, reader: acceptor, application };

  await workUntil(stage, '监管账户', work, () => fundEscrow(stage.departments, caseNo));
  stage.say('房款已入监管账户');
  const buyer = await phoneWith(stage, caseNo, 'progress_open', 0);
  await eventually(stage, `${caseNo} 待确认税款`, async () => (await buyer.see()).confirmTax, PAGE_MS);
  await buyer.confirmTax();
  stage.say('买方已确认税款');
  await workUntil(stage, '登簿发证', work, async (detail) => {
    await payOpenOrders(stage.departments, caseNo);
    return detail.closedAt;
  });
  stage.say('已登记发证，服务在办');

  const companiesAnswered = async () => {
    await answerUtility(stage.departments, 'power', caseNo, { result: 'DONE' });
    await answerUtility(stage.departments, 'water', caseNo, { result: 'ARREARS', amountFen: ARREARS_FEN });
    const { services } = await buyer.see();
    return services.every(({ service, done, todo }) => (service === 'power' ? done : todo === 'arrears'));
  };
  await eventually(stage, `${caseNo} 电过户、水欠费`, companiesAnswered, PAGE_MS);
  stage.say('电已过户，水有欠费');

  await owes(stage, `W-${DISTRICT}-${number}`, 0);
  await (await phoneWith(stage, caseNo, 'utility_arrears', 0)).arrearsPaid('water');
  stage.say('卖方已缴清水费');
  const allDone = async () => {
    await answerUtility(stage.departments, 'water', caseNo, { result: 'DONE' });
    const page = await buyer.see();
    return page.phase === '全部办结' && page.services.every(({ done }) => done) && page;
  };
  const end = await eventually(stage, `${caseNo} 水过户`, allDone, PAGE_MS);
  const money = (await escrowStatus(stage.departments, caseNo)) === 'released' ? '，房款已放给卖方' : '';
  return { caseNo, outcome: `${end.phase}${money}` };
}

export const yilutongPlays: readonly FlowPlay[] = [
  {
    name: 'yilutong-arrears',
    title: '一路通：先发证，电即办，水欠费缴清后过户',
    expected: '全部办结，房款已放给卖方',
    play: waterInArrears,
  },
];
