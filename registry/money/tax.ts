import { lockCase, lockOpenCase } from '../cases/case-row.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { notOfCase, numberOfAnother } from '../requests/wrong-number.ts';
import { amountDiffers } from './amount-differs.ts';
import type { MoneyApi, TaxCase, TaxLine, TaxState } from './types.ts';

interface Row {
  tax_case_no: string;
  case_no: string;
  state: TaxState;
  lines: TaxLine[];
  total_fen: string;
  paid_at: Date | null;
  refund_no: string | null;
  clearance_no: string | null;
  reject_reason: string | null;
}

const sql =
  'SELECT t.*, c.clearance_no FROM registry.tax_cases t LEFT JOIN registry.tax_clearances c USING (tax_case_no)';

function toTaxCase(row: Row): TaxCase {
  return {
    caseNo: row.case_no,
    taxCaseNo: row.tax_case_no,
    state: row.state,
    lines: row.lines,
    totalFen: number(row.total_fen),
    clearanceNo: row.clearance_no,
    paidAt: row.paid_at,
    refundNo: row.refund_no,
    problem: row.state === 'ASSESSED' ? row.reject_reason : null,
  };
}

const newestSql = (caseNo: string) => `${sql} WHERE t.case_no = ${caseNo} ORDER BY t.assessed_at DESC LIMIT 1`;

export const taxCasePart = partOf<Row, TaxCase | null>(newestSql, ['paid_at'], ([row]) =>
  row ? toTaxCase(row) : null,
);

async function byNo(db: Queryable, taxCaseNo: string): Promise<TaxCase> {
  const row = await one<Row>(db, `${sql} WHERE t.tax_case_no = $1`, [taxCaseNo]);
  if (!row) throw new RegistryError('ORDER_UNKNOWN', `没有税务受理号${taxCaseNo}；请核对税务回执。`);
  return toTaxCase(row);
}

async function recordResult(
  { pool, clock }: Deps,
  input: Parameters<MoneyApi['recordTaxResult']>[0],
): ReturnType<MoneyApi['recordTaxResult']> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { caseNo } = await byNo(client, input.taxCaseNo);
    if (input.caseNo !== undefined && input.caseNo !== caseNo)
      throw notOfCase(input.caseNo, '税务受理号', input.taxCaseNo);
    const row = await lockCase(client, caseNo);
    const known = await byNo(client, input.taxCaseNo);
    const settled = known.state === 'PAID' || known.state === 'EXEMPT' || known.state === 'CLEARED';
    // The tax office may tell the same twice, and a late refusal cannot undo a payment.
    if (known.state === input.state || settled || known.state === 'REFUNDED') return { first: false, taxCase: known };
    const { taxCaseNo } = input;
    if (input.state === 'PAID' && input.paidFen !== undefined && input.paidFen !== known.totalFen) {
      const problem = amountDiffers('税务机关', input.paidFen, known.totalFen);
      if (known.problem === problem) return { first: false, taxCase: known };
      await client.query('UPDATE registry.tax_cases SET reject_reason = $2 WHERE tax_case_no = $1', [
        taxCaseNo,
        problem,
      ]);
      // The process goes on to the clearance, which fails with the problem: an incident, until the office says the right sum.
      const payload = { taxCaseNo, taxResult: input.state };
      await enqueue(client, { topic: 'tax.result', caseNo, correlationKey: taxCaseNo, payload, at: now });
      await appendEvent(client, {
        chain: row.district,
        topic: 'tax.mismatch',
        caseNo,
        actor: 'tax',
        at: now,
        payload: { taxCaseNo, totalFen: known.totalFen, paidFen: input.paidFen },
      });
      return { first: true, taxCase: await byNo(client, taxCaseNo) };
    }
    await client.query(
      'UPDATE registry.tax_cases SET state = $2, paid_at = $3, reject_reason = $4 WHERE tax_case_no = $1',
      [input.taxCaseNo, input.state, input.state === 'PAID' ? (input.paidAt ?? now) : null, input.reason ?? null],
    );
    await enqueue(client, {
      topic: 'tax.result',
      caseNo,
      correlationKey: input.taxCaseNo,
      payload: { taxCaseNo: input.taxCaseNo, taxResult: input.state },
      at: now,
    });
    await appendEvent(client, {
      chain: row.district,
      topic: 'tax.result',
      caseNo,
      actor: 'tax',
      at: now,
      payload: { taxCaseNo: input.taxCaseNo, state: input.state },
    });
    return { first: true, taxCase: await byNo(client, input.taxCaseNo) };
  });
}

export function taxApi(
  deps: Deps,
): Pick<MoneyApi, 'recordTaxAssessment' | 'recordTaxResult' | 'recordTaxClearance' | 'recordTaxRefund' | 'getTaxCase'> {
  const { pool, clock } = deps;
  return {
    async getTaxCase(caseNo) {
      const row = await one<Row>(pool, newestSql('$1'), [caseNo]);
      return row ? toTaxCase(row) : null;
    },
    recordTaxAssessment: ({ caseNo, taxCaseNo, lines }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        const total = lines.reduce((sum, line) => sum + line.amountFen, 0);
        const { rowCount } = await client.query(
          `INSERT INTO registry.tax_cases (tax_case_no, case_no, state, lines, total_fen, assessed_at) VALUES ($1, $2, 'ASSESSED', $3, $4, $5)
           ON CONFLICT (tax_case_no) DO UPDATE SET state = 'ASSESSED', lines = excluded.lines, total_fen = excluded.total_fen, reject_reason = NULL
           WHERE tax_cases.state = 'REJECTED' AND tax_cases.case_no = excluded.case_no`,
          [taxCaseNo, caseNo, JSON.stringify(lines), total, clock.now()],
        );
        if (rowCount)
          await appendEvent(client, {
            chain: row.district,
            topic: 'tax.assessed',
            caseNo,
            actor: 'system',
            at: clock.now(),
            payload: { taxCaseNo, totalFen: total },
          });
        const taxCase = await byNo(client, taxCaseNo);
        if (taxCase.caseNo !== caseNo) throw numberOfAnother('税务受理号', taxCaseNo);
        return taxCase;
      }),
    recordTaxResult: (input) => recordResult(deps, input),
    recordTaxClearance: ({ caseNo, taxCaseNo, clearanceNo, clearedAt }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        const known = await byNo(client, taxCaseNo);
        if (known.state === 'CLEARED') return known;
        if (known.caseNo !== caseNo || (known.state !== 'PAID' && known.state !== 'EXEMPT')) {
          throw new RegistryError(
            'CONFLICTING_RESULT',
            `税务受理号${taxCaseNo}尚未缴清或免税，不能登记完税凭证；请等待税务结果。`,
          );
        }
        await client.query(
          'INSERT INTO registry.tax_clearances (case_no, tax_case_no, clearance_no, cleared_at) VALUES ($1, $2, $3, $4)',
          [caseNo, taxCaseNo, clearanceNo, clearedAt],
        );
        await client.query("UPDATE registry.tax_cases SET state = 'CLEARED' WHERE tax_case_no = $1", [taxCaseNo]);
        await appendEvent(client, {
          chain: row.district,
          topic: 'tax.cleared',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { taxCaseNo, clearanceNo },
        });
        return byNo(client, taxCaseNo);
      }),
    recordTaxRefund: ({ caseNo, taxCaseNo, refundNo }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        if (row.entered_at)
          throw new RegistryError('ALREADY_ENTERED', `业务${caseNo}已登簿，不能退税；请按税务规定另行申请。`);
        const known = await byNo(client, taxCaseNo);
        if (known.state === 'REFUNDED') return known;
        // INV-27: with the refund the proof is gone, the gate closes again.
        await client.query('UPDATE registry.tax_clearances SET revoked_at = $2 WHERE tax_case_no = $1', [
          taxCaseNo,
          clock.now(),
        ]);
        await client.query("UPDATE registry.tax_cases SET state = 'REFUNDED', refund_no = $2 WHERE tax_case_no = $1", [
          taxCaseNo,
          refundNo,
        ]);
        await appendEvent(client, {
          chain: row.district,
          topic: 'tax.refunded',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { taxCaseNo, refundNo },
        });
        return byNo(client, taxCaseNo);
      }),
  };
}
