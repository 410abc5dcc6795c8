import { lockOpenCase } from '../cases/case-row.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { standingOf } from './same-contract.ts';
import type { ContractFiling, MoneyApi } from './types.ts';

interface Row {
  case_no: string;
  contract_no: string;
  state: ContractFiling['state'];
  filed_at: Date;
  cancelled_at: Date | null;
  taken_over_from: string | null;
}

const ofCaseSql = (caseNo: string) => `SELECT * FROM registry.contract_filings WHERE case_no = ${caseNo}`;

const toFiling = (row: Row): ContractFiling => ({
  caseNo: row.case_no,
  contractNo: row.contract_no,
  state: row.state,
  filedAt: row.filed_at,
  cancelledAt: row.cancelled_at,
  takenOverFrom: row.taken_over_from,
});

export const contractFilingPart = partOf<Row, ContractFiling | null>(
  ofCaseSql,
  ['filed_at', 'cancelled_at'],
  ([row]) => (row ? toFiling(row) : null),
);

async function load(db: Queryable, caseNo: string): Promise<ContractFiling | null> {
  const row = await one<Row>(db, ofCaseSql('$1'), [caseNo]);
  return row ? toFiling(row) : null;
}

export function contractApi({
  pool,
  clock,
}: Deps): Pick<MoneyApi, 'recordContractFiling' | 'recordContractCancel' | 'getContractFiling' | 'contractClash'> {
  return {
    getContractFiling: (caseNo) => load(pool, caseNo),
    contractClash: async ({ caseNo, contractNo }) => {
      const standing = await standingOf(pool, caseNo, contractNo);
      return standing.kind === 'clash' ? standing.message : null;
    },
    recordContractFiling: ({ caseNo, contractNo, filedAt }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        const known = await load(client, caseNo);
        if (known?.contractNo === contractNo && known.state === 'FILED') return known;
        // A cancelled filing may be followed by a corrected one; a live one is never replaced silently.
        if (known?.state === 'FILED') {
          throw new RegistryError(
            'CONFLICTING_RESULT',
            `业务${caseNo}已有备案合同${known.contractNo}；请先撤销原备案，再备案新合同。`,
          );
        }
        // Two cases with one number at the same moment: the second sees what the first has written.
        await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.contract:${contractNo}`]);
        const standing = await standingOf(client, caseNo, contractNo);
        if (standing.kind === 'clash') throw new RegistryError('CONTRACT_DUPLICATE', standing.message);
        const takenOverFrom = standing.kind === 'same' ? standing.caseNo : null;
        await client.query(
          `INSERT INTO registry.contract_filings (case_no, contract_no, state, filed_at, taken_over_from) VALUES ($1, $2, 'FILED', $3, $4)
           ON CONFLICT (case_no) DO UPDATE SET contract_no = excluded.contract_no, state = 'FILED', filed_at = excluded.filed_at, cancelled_at = NULL, cancel_reason = NULL,
             taken_over_from = excluded.taken_over_from`,
          [caseNo, contractNo, filedAt, takenOverFrom],
        );
        await appendEvent(client, {
          chain: row.district,
          topic: 'contract.filed',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { contractNo, ...(takenOverFrom ? { takenOverFrom } : {}) },
        });
        return (await load(client, caseNo)) as ContractFiling;
      }),
    recordContractCancel: ({ caseNo, contractNo, reason }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        const known = await load(client, caseNo);
        if (known?.contractNo !== contractNo)
          throw new RegistryError('ORDER_UNKNOWN', `业务${caseNo}没有备案合同${contractNo}；请核对合同编号。`);
        if (known.state === 'CANCELLED') return known;
        if (known.takenOverFrom)
          throw new RegistryError(
            'CONFLICTING_RESULT',
            `合同${contractNo}由业务${known.takenOverFrom}备案，该业务已登簿；本业务只是沿用，不能撤销。`,
          );
        if (row.entered_at) throw new RegistryError('ALREADY_ENTERED', `业务${caseNo}已登簿，合同备案不能再撤销。`);
        await client.query(
          "UPDATE registry.contract_filings SET state = 'CANCELLED', cancelled_at = $2, cancel_reason = $3 WHERE case_no = $1",
          [caseNo, clock.now(), reason],
        );
        await appendEvent(client, {
          chain: row.district,
          topic: 'contract.cancelled',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { contractNo, reason },
        });
        return (await load(client, caseNo)) as ContractFiling;
      }),
  };
}
