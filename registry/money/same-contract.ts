import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';

/**
 * What a contract number means for a case that wants to file it.
 *
 * free    nobody has a live filing under it
 * same    filed by a case that is in the register, for the same units between the same sides: the sale whose 预告登记 now
 *         becomes 本登记 (民法典 221). Its filing is taken over, never made twice.
 * clash   other units, other parties, or a case still under way: 更正合同. No personal data in `message`.
 */
export type ContractStanding = { kind: 'free' } | { kind: 'same'; caseNo: string } | { kind: 'clash'; message: string };

interface Live {
  case_no: string;
  entered: boolean;
  same_units: boolean;
  same_parties: boolean;
}

const unitsOf = (caseNo: string) =>
  `ARRAY(SELECT unit_code FROM registry.case_units WHERE case_no = ${caseNo} ORDER BY unit_code)`;
/** Both sides by document number; agents are no parties of the contract, and neither is a lender. */
const partiesOf = (caseNo: string) =>
  `ARRAY(SELECT DISTINCT role || ' ' || upper(id_no) FROM registry.case_parties WHERE case_no = ${caseNo} AND role IN ('acquirer', 'obligor') ORDER BY 1)`;

export async function standingOf(db: Queryable, caseNo: string, contractNo: string): Promise<ContractStanding> {
  const live = await one<Live>(
    db,
    `SELECT f.case_no, c.entered_at IS NOT NULL AS entered, ${unitsOf('f.case_no')} = ${unitsOf('$1')} AS same_units,
       ${partiesOf('f.case_no')} = ${partiesOf('$1')} AS same_parties
     FROM registry.contract_filings f JOIN registry.cases c USING (case_no)
     WHERE f.contract_no = $2 AND f.case_no <> $1 AND f.state = 'FILED' AND f.taken_over_from IS NULL`,
    [caseNo, contractNo],
  );
  if (!live) return { kind: 'free' };
  const clash = (what: string) => ({ kind: 'clash' as const, message: `合同${contractNo}${what}` });
  if (!live.same_units) return clash(`已为其他不动产单元备案（业务${live.case_no}），请核对合同编号。`);
  if (!live.same_parties)
    return clash(`已由其他当事人备案（业务${live.case_no}），请核对买卖双方，或先撤销原备案再重新签订。`);
  if (!live.entered) return clash(`正由业务${live.case_no}备案，请先办结或撤回该业务。`);
  return { kind: 'same', caseNo: live.case_no };
}
