/** 法院“点对点”查控 (domain §5.3): 查封, 轮候 and its promotion, a notice sent back, 协助查询, and a sale that a seizure stops. */
import { randomInt } from 'node:crypto';
import { type CityPerson, type DemoUnit, demoCity } from '../../../registry/index.ts';
import { type CourtNotice, NOTICE_STATES, type NoticeRequest } from '../../../server/api/index.ts';
import { saleOf } from '../../play/applications.ts';
import { awaitAnswer, courtNotice, fileNotice, ownSeizures, signNotice } from '../../play/court.ts';
import { accountOf } from '../play-case.ts';
import { buyerOf, type FlowEnd, type FlowPlay, type FlowStage, freshHome, workUntil } from './flow.ts';

const DISTRICT = '330206';
const COURT = '0203';
const OTHER_COURT = '0211';

const officer = (stage: FlowStage, court: string) => stage.staff(`courtofficer-${court}`);
/** Makes the 案号 of a notice its own on every run. */
const running = () => randomInt(100_000, 1_000_000);

const respondentOf = ([owner]: readonly CityPerson[]) => ({ name: owner?.name ?? '', idNo: owner?.idNo ?? '' });
const seizureOf = (court: string, home: DemoUnit): NoticeRequest =>
  courtNotice(court, running(), { content: { unitCodes: [home.unitCode], respondent: respondentOf(home.owners) } });

/** Filed by the officer, signed by the approver. */
async function served(stage: FlowStage, court: string, notice: NoticeRequest): Promise<string> {
  const noticeNo = await fileNotice(await officer(stage, court), notice);
  await signNotice(await stage.staff(`courtapprover-${court}`), noticeNo);
  return noticeNo;
}

async function answered(stage: FlowStage, court: string, notice: NoticeRequest): Promise<CourtNotice> {
  const noticeNo = await served(stage, court, notice);
  return awaitAnswer(await officer(stage, court), noticeNo, { timeoutMs: stage.timeoutMs });
}

const ownOn = async (stage: FlowStage, court: string, home: DemoUnit) =>
  (await ownSeizures(await officer(stage, court))).find(({ unitCode }) => unitCode === home.unitCode);

async function seizeQueueAndLift(stage: FlowStage): Promise<FlowEnd> {
  const home = await freshHome(stage, DISTRICT);
  const first = await answered(stage, COURT, seizureOf(COURT, home));
  stage.say('查封已答复');
  const second = await answered(stage, OTHER_COURT, seizureOf(OTHER_COURT, home));
  stage.say('轮候查封已答复');
  const own = await ownOn(stage, COURT, home);
  const targetRightId = own?.rightId ?? '';
  const lift = await answered(stage, COURT, courtNotice(COURT, running(), { kind: 'lift', targetRightId }));
  stage.say('解除查封已答复');
  const promoted = await ownOn(stage, OTHER_COURT, home);
  const waits = `${NOTICE_STATES[second.state]}第 ${second.units[0]?.queueNo} 位`;
  const then = promoted ? `转为${NOTICE_STATES[promoted.state]}` : '没有转正';
  return {
    caseNo: second.noticeNo,
    outcome: [NOTICE_STATES[first.state], waits, NOTICE_STATES[lift.state], then].join('，'),
  };
}

async function incomplete(stage: FlowStage): Promise<FlowEnd> {
  const home = await freshHome(stage, DISTRICT);
  const notice = await answered(stage, COURT, { ...seizureOf(COURT, home), papers: [] });
  const sheet = notice.papers.some(({ kind }) => kind === 'return') ? '，有退回单' : '';
  return { caseNo: notice.noticeNo, outcome: `${NOTICE_STATES[notice.state]}${sheet}` };
}

async function query(stage: FlowStage): Promise<FlowEnd> {
  const respondent = respondentOf([demoCity.people.zhang]);
  const notice = await answered(
    stage,
    COURT,
    courtNotice(COURT, running(), { kind: 'query', content: { respondent } }),
  );
  const sealed = notice.papers.some(({ kind, sealed }) => kind === 'result' && sealed) ? '，结果单已盖章' : '';
  return {
    caseNo: notice.noticeNo,
    outcome: `${NOTICE_STATES[notice.state]}，${notice.query?.found ? '有登记' : '查无'}${sealed}`,
  };
}

/** The sale is under review when the court's notice is signed. */
async function stopsSale(stage: FlowStage): Promise<FlowEnd> {
  const home = await freshHome(stage, DISTRICT);
  const acceptor = await stage.staff(accountOf('window_acceptor', DISTRICT));
  const sale = saleOf(
    { ...home, district: DISTRICT, owners: [...home.owners], mortgage: null },
    buyerOf(home),
    '2026-11-20',
  );
  const { caseNo } = await acceptor.fileCase(sale);
  const work = { caseNo, reader: acceptor, application: sale };
  await workUntil(stage, '等待审核', work, ({ openTasks }) =>
    openTasks.some(({ elementId }) => elementId === 'Review'),
  );
  stage.say('买卖正在审核');
  const notice = await answered(stage, COURT, seizureOf(COURT, home));
  stage.say('查封已答复');
  const closed = await workUntil(stage, '因查封终止', work, (detail) => (detail.closedAt ? detail : undefined));
  return { caseNo, outcome: `${NOTICE_STATES[notice.state]}，${closed.statusText}` };
}

export const courtPlays: readonly FlowPlay[] = [
  {
    name: 'court-queue',
    title: '法院查封、轮候、解封后轮候转正',
    expected: '查封生效，轮候查封第 1 位，已解除，转为查封生效',
    play: seizeQueueAndLift,
  },
  { name: 'court-incomplete', title: '法院文书不齐：退回', expected: '退回法院，有退回单', play: incomplete },
  { name: 'court-query', title: '法院协助查询', expected: '已答复，有登记，结果单已盖章', play: query },
  { name: 'court-stops-sale', title: '查封终止在办买卖', expected: '查封生效，因查封终止', play: stopsSale },
];
