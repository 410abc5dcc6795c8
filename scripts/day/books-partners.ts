import { type Balance, money, type Sums, sums, total } from './books.ts';
import type { Office } from './office.ts';

/** Escrow bank, companies, courts and lending banks: our books against theirs. */
export async function partnerBooks(office: Office): Promise<Balance[]> {
  return [...(await escrow(office)), ...(await utilities(office)), ...(await courts(office)), ...(await banks(office))];
}

async function theirs<T>(
  office: Office,
  department: keyof Office['simulators']['addresses'],
  path: string,
): Promise<T> {
  const answer = await fetch(`${office.simulators.addresses[department]}/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

const count = (name: string, left: number, right: number): Balance => ({
  name,
  left: String(left),
  right: String(right),
  agrees: left === right,
});

/** Deposited = paid to sellers + given back + held. */
async function escrow(office: Office): Promise<Balance[]> {
  const ours = await sums(
    office,
    'SELECT state, count(*) AS count, coalesce(sum(amount_fen), 0) AS fen FROM registry.escrow_accounts GROUP BY state',
  );
  const { accounts } = await theirs<{ accounts: { status: string; depositedFen: number; amountFen: number }[] }>(
    office,
    'escrow',
    'accounts',
  );
  const inBank: Sums = {};
  for (const { status, depositedFen, amountFen } of accounts) {
    const fen = status === 'open' ? amountFen : depositedFen;
    const before = inBank[status] ?? { count: 0, fen: 0 };
    inBank[status] = { count: before.count + 1, fen: before.fen + fen };
  }
  return [
    money(
      '监管资金：已存入监管银行 ＝ 已放款 + 已退款 + 在管',
      total(inBank, ['funded', 'released', 'refunded']),
      total(ours, ['RELEASED', 'REFUNDED', 'FUNDED']),
    ),
    money('监管资金：登记机构已放款 ＝ 监管银行已放款', total(ours, ['RELEASED']), total(inBank, ['released'])),
    money('监管资金：登记机构待存入 ＝ 监管银行待存入', total(ours, ['OPEN']), total(inBank, ['open'])),
  ];
}

const SERVICES = ['water', 'power', 'gas', 'tv', 'broadband'] as const;

/** Each service of what is entered is done, ended with a reason, or waits for somebody who is named. */
async function utilities(office: Office): Promise<Balance[]> {
  const { rows } = await office.pool.query<{ state: string; reason: string | null; n: number }>(
    `SELECT t.state, t.result_code AS reason, count(*)::int AS n
     FROM registry.utility_transfers t JOIN registry.cases c USING (case_no)
     WHERE c.entered_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const of = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).reduce((sum, { n }) => sum + n, 0);
  const explained = of(
    ({ state, reason }) => ['DONE', 'SUBMITTED'].includes(state) || (state !== 'CHOSEN' && reason !== null),
  );
  let done = 0;
  for (const service of SERVICES) {
    const { transfers } = await theirs<{ transfers: { state: string }[] }>(office, service, 'transfers');
    done += transfers.filter(({ state }) => state === 'done').length;
  }
  const words = rows.map(({ state, reason, n }) => `${state}${reason && state !== 'DONE' ? ` ${reason}` : ''} ${n}`);
  return [
    {
      name: '公用事业：登簿业务所选服务 ＝ 已过户 + 该单位在办 + 等待或结束（具名原因）',
      left: String(of(() => true)),
      right: `${explained}（${words.join('，')}）`,
      agrees: of(() => true) === explained,
    },
    count(
      '公用事业：登记机构已过户 ＝ 各单位已过户',
      of(({ state }) => state === 'DONE'),
      done,
    ),
  ];
}

/** Every notice that was delivered has one sealed answer, and the court has it. */
async function courts(office: Office): Promise<Balance[]> {
  const { rows } = await office.pool.query<{ delivered: number; answered: number; sealed: number }>(
    `SELECT count(*) FILTER (WHERE delivered_at IS NOT NULL)::int AS delivered,
       count(*) FILTER (WHERE answered_at IS NOT NULL)::int AS answered,
       count(*) FILTER (WHERE answered_at IS NOT NULL AND 1 = (SELECT count(*) FROM registry.notice_papers p
         WHERE p.notice_no = n.notice_no AND p.seal IS NOT NULL AND p.kind = CASE WHEN n.state = 'RETURNED' THEN 'return'
           WHEN n.kind = 'query' THEN 'result' ELSE 'receipt' END))::int AS sealed
     FROM registry.court_notices n`,
  );
  const { delivered, answered, sealed } = rows[0]!;
  const { letters } = await theirs<{ letters: { kind: string; noticeNo: string }[] }>(office, 'court', 'letters');
  const received = letters.filter(({ kind }) => kind === 'receipt').map(({ noticeNo }) => noticeNo);
  return [
    {
      name: '法院：已送达文书 ＝ 盖章的回执、结果或退件 + 办理中',
      left: String(delivered),
      right: `${sealed} + ${delivered - answered}`,
      agrees: delivered === sealed + (delivered - answered),
    },
    count('法院：已答复 ＝ 法院收到的答复', answered, new Set(received).size),
    count('法院：法院收到的答复没有重复', received.length, new Set(received).size),
  ];
}

/** Every mortgage that a bank filed and that is entered has a sealed proof, and the bank decides about that loan once. */
async function banks(office: Office): Promise<Balance[]> {
  const { rows } = await office.pool.query<{ entered: number; sealed: number; pending: number; settled: number }>(
    `SELECT count(*)::int AS entered,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM registry.certificates p JOIN registry.documents d ON d.case_no = p.case_no AND d.kind = 'proof'
         WHERE p.case_no = c.case_no AND p.kind = 'proof' AND d.seal IS NOT NULL))::int AS sealed,
       count(*) FILTER (WHERE l.state = 'PENDING')::int AS pending, count(*) FILTER (WHERE l.state <> 'PENDING')::int AS settled
     FROM registry.cases c JOIN registry.case_loans l USING (case_no)
     WHERE c.entered_at IS NOT NULL AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.case_no = c.case_no AND r.kind = 'MORTGAGE')`,
  );
  const { entered, sealed, pending, settled } = rows[0]!;
  const { disbursements } = await theirs<{ disbursements: { status: string }[] }>(office, 'loanbank', 'disbursements');
  const waiting = disbursements.filter(({ status }) => status === 'waiting').length;
  return [
    count('银行：已登簿抵押 ＝ 盖章的登记证明', entered, sealed),
    count('银行：登记证明 ＝ 银行收到的放款依据', sealed, disbursements.length),
    count('银行：登记机构待放款 ＝ 银行待放款', pending, waiting),
    count('银行：登记机构已放款或不放款 ＝ 银行已决定', settled, disbursements.length - waiting),
  ];
}
