import { machines } from './books-machines.ts';
import { partnerBooks } from './books-partners.ts';
import { slaBooks } from './books-sla.ts';
import { openTasks } from './books-tasks.ts';
import { brokenRules } from './broken-rules.ts';
import type { CaseStory } from './case-story.ts';
import { FREE_ITEMS } from './mix.ts';
import type { Office } from './office.ts';

/** One line of the books: what one side says, what the other says, and whether they agree. */
export interface Balance {
  name: string;
  left: string;
  right: string;
  agrees: boolean;
}

const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 });

export interface Books {
  balances: Balance[];
  /** Pauses of all clocks by cause, in working minutes. */
  pauses: Map<string, { count: number; minutes: number }>;
}

/** Does the day add up? Each line compares two books that were kept by different hands. */
export async function closeBooks(office: Office, stories: readonly CaseStory[]): Promise<Books> {
  const { balance: ledger, pauses } = await slaBooks(office);
  const balances = [
    ...(await fees(office)),
    await waived(office),
    ...(await taxes(office)),
    ...(await partnerBooks(office)),
    ...(await certificates(office)),
    ledger,
    ...(await machines(office)),
    await openTasks(office, stories),
    ...(await register(office)),
  ];
  return { balances, pauses };
}

export type Sums = Record<string, { count: number; fen: number }>;

export const total = (sums: Sums, states: string[] = Object.keys(sums)) => ({
  count: states.reduce((sum, state) => sum + (sums[state]?.count ?? 0), 0),
  fen: states.reduce((sum, state) => sum + (sums[state]?.fen ?? 0), 0),
});
export const say = ({ count, fen }: { count: number; fen: number }) => `${yuan(fen)} 元 / ${count} 笔`;

export function money(
  name: string,
  left: { count: number; fen: number },
  right: { count: number; fen: number },
): Balance {
  return { name, left: say(left), right: say(right), agrees: left.count === right.count && left.fen === right.fen };
}

export async function sums(office: Office, sql: string): Promise<Sums> {
  const { rows } = await office.pool.query<{ state: string; count: string; fen: string }>(sql);
  return Object.fromEntries(rows.map((row) => [row.state, { count: Number(row.count), fen: Number(row.fen) }]));
}

/** The department's own book, over its HTTP interface. */
async function ordersOf(office: Office, department: 'tax' | 'payment'): Promise<Sums> {
  const answer = await fetch(`${office.simulators.addresses[department]}/orders`);
  const { orders } = (await answer.json()) as { orders: { status: string; totalFen: number }[] };
  const result: Sums = {};
  for (const { status, totalFen } of orders) {
    const { count, fen } = result[status] ?? { count: 0, fen: 0 };
    result[status] = { count: count + 1, fen: fen + totalFen };
  }
  return result;
}

/** Fees charged = settled + refunded + failed + open, in our book and in the payment platform's. */
async function fees(office: Office): Promise<Balance[]> {
  const ours = await sums(
    office,
    'SELECT state, count(*) AS count, coalesce(sum(amount_fen), 0) AS fen FROM registry.payment_orders GROUP BY state',
  );
  const charged = await sums(
    office,
    `SELECT 'charged' AS state, count(*) AS count, coalesce(sum(fen), 0) AS fen FROM (
       SELECT (SELECT sum((line->>'amountFen')::bigint) FROM jsonb_array_elements(lines) AS line) AS fen FROM registry.payment_orders) AS orders`,
  );
  const theirs = await ordersOf(office, 'payment');
  return [
    money('收费：应收（明细）＝ 已缴 + 已退 + 失败 + 待缴', total(charged), total(ours)),
    money('收费：登记机构已缴 ＝ 统一支付平台已缴', total(ours, ['SETTLED']), total(theirs, ['settled'])),
    money('收费：登记机构已退 ＝ 统一支付平台已退', total(ours, ['REFUNDED']), total(theirs, ['refunded'])),
    money('收费：登记机构待缴 ＝ 统一支付平台待缴', total(ours, ['CREATED']), total(theirs, ['pending'])),
  ];
}

/** Whoever is entered has paid or has been asked to, or the item is free by statute. */
async function waived({ pool }: Office): Promise<Balance> {
  const { rows } = await pool.query<{ entered: number; ordered: number; free: number }>(
    `SELECT count(*)::int AS entered, count(o.case_no)::int AS ordered,
       count(*) FILTER (WHERE o.case_no IS NULL AND c.item_code = ANY ($1))::int AS free
     FROM registry.cases c LEFT JOIN (SELECT DISTINCT case_no FROM registry.payment_orders) o USING (case_no)
     WHERE c.entered_at IS NOT NULL`,
    [FREE_ITEMS],
  );
  const { entered, ordered, free } = rows[0]!;
  return {
    name: '收费：已登簿 ＝ 有缴费单 + 依规免收',
    left: String(entered),
    right: `${ordered} + ${free}`,
    agrees: entered === ordered + free,
  };
}

/** Taxes assessed = cleared (paid or exempt) + refunded + open, in our book and in the tax office's. */
async function taxes(office: Office): Promise<Balance[]> {
  const ours = await sums(
    office,
    'SELECT state, count(*) AS count, coalesce(sum(total_fen), 0) AS fen FROM registry.tax_cases GROUP BY state',
  );
  const cleared = await sums(
    office,
    `SELECT CASE WHEN c.tax_clearance_id IS NULL OR c.revoked_at IS NOT NULL THEN 'none' ELSE 'cleared' END AS state,
       count(*) AS count, coalesce(sum(t.total_fen), 0) AS fen
     FROM registry.tax_cases t LEFT JOIN registry.tax_clearances c USING (tax_case_no) GROUP BY 1`,
  );
  const theirs = await ordersOf(office, 'tax');
  const settled = ['paid', 'exempt', 'cleared'];
  const open = ['ASSESSED', 'REJECTED'];
  return [
    money('税款：核定 ＝ 完税/免税 + 已退 + 待缴', total(ours), total(theirs)),
    money('税款：有完税证明 ＝ 已清', total(cleared, ['cleared']), total(ours, ['CLEARED'])),
    money('税款：已缴未退 ＝ 税务部门已缴未退', total(ours, ['PAID', 'EXEMPT', 'CLEARED']), total(theirs, settled)),
    money('税款：待缴 ＝ 税务部门待缴', total(ours, open), total(theirs, ['unpaid', 'assessed', 'rejected'])),
  ];
}

/** Numbers drawn = live + cancelled, and no number is missing. */
async function certificates(office: Office): Promise<Balance[]> {
  const { rows } = await office.pool.query<{ kind: string; drawn: string; live: string; cancelled: string }>(
    `SELECT k.kind, sum(k.last) AS drawn,
       sum((SELECT count(*) FROM registry.certificates c WHERE c.kind = k.kind AND c.status = 'LIVE'
         AND c.certificate_no LIKE '%（' || k.year || '）' || k.area || '%')) AS live,
       sum((SELECT count(*) FROM registry.certificates c WHERE c.kind = k.kind AND c.status = 'CANCELLED'
         AND c.certificate_no LIKE '%（' || k.year || '）' || k.area || '%')) AS cancelled
     FROM registry.certificate_counters k GROUP BY k.kind ORDER BY k.kind`,
  );
  return rows.map(({ kind, drawn, live, cancelled }) => ({
    name: kind === 'certificate' ? '权属证书：已取号 ＝ 有效 + 注销' : '登记证明：已取号 ＝ 有效 + 注销',
    left: drawn,
    right: `${live} + ${cancelled}`,
    agrees: Number(drawn) === Number(live) + Number(cancelled),
  }));
}

async function register(office: Office): Promise<Balance[]> {
  const broken = await brokenRules(office.pool, null);
  const chain = await office.registry.evidence.verifyEventChain();
  return [
    {
      name: '登记簿：违反不变式的行',
      left:
        Object.entries(broken)
          .map(([rule, rows]) => `${rule}: ${JSON.stringify(rows[0])}`)
          .join('; ') || '0',
      right: '0',
      agrees: Object.keys(broken).length === 0,
    },
    { name: '登记簿：事件链完整', left: String(chain.ok), right: 'true', agrees: chain.ok },
  ];
}
