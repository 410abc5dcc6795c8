import type { Block } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { getItem } from '../items/items.ts';
import { loadApplicationFacts, loadPages, runRules } from '../rights/rule-context.ts';
import { settlePages } from '../seizure/end-of-term.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import { findUnits } from './find-units.ts';
import type { UnitCheck, UnitsApi } from './types.ts';
import { unitPage } from './unit-page.ts';

/** Is anything in the way of starting `itemCode` on this unit? Asked before anything is collected from the citizen. */
export async function checkUnit(
  deps: Deps,
  input: { unitCode: string; itemCode: string; operation?: string; caseNo?: string },
): Promise<UnitCheck> {
  const code = validateUnitCode(input.unitCode);
  const refused = (block: Block): UnitCheck => ({
    allowed: false,
    blocks: [block],
    warnings: [],
    registerVersion: 0,
    errorCode: errorCodeOf([block]),
  });
  getItem(input.itemCode);
  if (code.ok && code.value.jurisdiction !== 'handled') {
    return refused({
      rule: 'UNIT-JURISDICTION',
      code: 'NOT_OUR_JURISDICTION',
      message: code.warnings[0]?.message ?? '该不动产不属于本机构登记范围。',
      advice: '请书面告知申请人向有权的登记机构申请；原江东区单元请先经对照表转换。',
      blockingRow: null,
    });
  }
  if (code.ok) await settlePages(deps, [code.value.code]);
  const [page] = code.ok ? await loadPages(deps.pool, [code.value.code]) : [];
  if (!page) {
    return refused({
      rule: 'INV-01',
      code: 'UNIT_NOT_FOUND',
      message: code.ok ? `登记簿没有单元${code.value.code}。` : code.message,
      advice: '请按权属证书核对单元号；旧证未关联单元的，请先办理房地挂接。',
      blockingRow: null,
    });
  }
  const application = input.caseNo ? await loadApplicationFacts(deps.pool, input.caseNo) : null;
  const { blocks, warnings } = await runRules(deps.pool, {
    itemCode: input.itemCode,
    operation: input.operation ?? null,
    pages: [page],
    application,
    now: deps.clock.now(),
  });
  return {
    allowed: blocks.length === 0,
    blocks,
    warnings,
    registerVersion: page.register_version,
    errorCode: errorCodeOf(blocks),
  };
}

function errorCodeOf(blocks: readonly Block[]): UnitCheck['errorCode'] {
  if (blocks.length === 0) return null;
  return blocks.some((b) => b.code === 'NOT_OUR_JURISDICTION') ? 'NOT_OUR_JURISDICTION' : 'UNIT_RESTRICTED';
}

/** Before the book is signed: has any page changed since it was accepted or last approved by a reviewer, and does a rule now block? */
export async function recheckCase(
  { pool, clock }: Deps,
  caseNo: string,
): Promise<{ changed: boolean; blocks: Block[]; registerVersion: number }> {
  const { rows } = await pool.query<{ unit_code: string; version_seen: number | null; item_code: string }>(
    'SELECT unit_code, version_seen, item_code FROM registry.case_units JOIN registry.cases USING (case_no) WHERE case_no = $1 ORDER BY unit_code',
    [caseNo],
  );
  const itemCode = rows[0]?.item_code;
  if (!itemCode) throw new RegistryError('CASE_UNKNOWN', `没有业务${caseNo}；请核对业务号。`);
  const unitCodes = rows.map((row) => row.unit_code);
  await settlePages({ pool, clock }, unitCodes);
  const pages = await loadPages(pool, unitCodes);
  const seen = new Map(rows.map((row) => [row.unit_code, row.version_seen]));
  const { blocks } = await runRules(pool, {
    itemCode,
    pages,
    application: await loadApplicationFacts(pool, caseNo),
    now: clock.now(),
  });
  return {
    changed: pages.some((page) => page.register_version !== seen.get(page.unit_code)),
    blocks,
    registerVersion: Math.max(...pages.map((page) => page.register_version)),
  };
}

export function unitsApi(deps: Deps): UnitsApi {
  return {
    findUnits: (query) => findUnits(deps, query),
    unitPage: (unitCode, options) => unitPage(deps, unitCode, options),
    checkUnit: (input) => checkUnit(deps, input),
    recheckCase: (caseNo) => recheckCase(deps, caseNo),
  };
}
