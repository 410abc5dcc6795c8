import { certificatesPart } from '../certificates/certificates.ts';
import type { CasePart } from '../db/rows-as-json.ts';
import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { documentsPart } from '../documents/documents.ts';
import { contractFilingPart } from '../money/contract.ts';
import { paymentPart } from '../money/payments.ts';
import { taxCasePart } from '../money/tax.ts';
import { lastSupplementPart } from './interruptions.ts';
import { onSiteViewsPart } from './onsite-views.ts';
import type { CaseFile } from './types.ts';

const PARTS: { [Name in keyof CaseFile]: CasePart<CaseFile[Name]> } = {
  documents: documentsPart,
  paymentOrder: paymentPart,
  taxCase: taxCasePart,
  contractFiling: contractFilingPart,
  certificates: certificatesPart,
  onSiteViews: onSiteViewsPart,
  lastSupplement: lastSupplementPart,
};
const NAMES = Object.keys(PARTS) as (keyof CaseFile)[];
const sql = `SELECT ${NAMES.map((name) => `${PARTS[name].sql('$1')} AS "${name}"`).join(', ')}`;

/** What the case page shows beside the case itself, in one statement. */
export async function caseFile({ pool }: Deps, caseNo: string): Promise<CaseFile> {
  const row = await one<Record<keyof CaseFile, unknown>>(pool, sql, [caseNo]);
  return Object.fromEntries(NAMES.map((name) => [name, PARTS[name].read(row?.[name])])) as unknown as CaseFile;
}
