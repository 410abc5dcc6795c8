import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { recordAudit } from '../people/audit.ts';
import { assessUnits } from '../quality/assess.ts';
import { loadPages } from '../rights/rule-context.ts';
import { codebooks } from './codebooks.ts';
import { sendAgain } from './reports.ts';
import type { ExchangeApi, SurveyFacts } from './types.ts';

/** Columns by where they stand. Those of the unit may only be filled; an area that is there is changed by 更正登记 (BDC-29). */
const ofUnit = { floor: 'floor', roomNo: 'room_no', innerArea: 'inner_area', sharedArea: 'shared_area' } as const;
const ofBuilding = {
  projectName: 'project_name',
  structure: 'structure',
  totalFloors: 'total_floors',
  completedOn: 'completed_on',
} as const;

type Columns = Record<string, string | number | null>;

interface Row extends Columns {
  parcel_code: string;
  building_no: string | null;
  area: string;
}

/**
 * 补录: completes survey data that no right depends on. An entry of the page like any other, of kind MIGRATION, so the page of
 * any earlier instant reads as it did, running cases notice, and the platform hears of it. What a clerk typed is checked as strictly
 * as the database would.
 */
export async function completeFacts(
  { pool, clock }: Deps,
  { unitCode, facts, basis, by }: Parameters<ExchangeApi['completeFacts']>[0],
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const pages = await loadPages(client, [unitCode], true);
    const row = await one<Row>(
      client,
      `SELECT u.parcel_code, u.building_no, u.area, u.floor, u.room_no, u.inner_area, u.shared_area,
         b.project_name, b.structure, b.total_floors, b.completed_on::text
       FROM registry.units u LEFT JOIN registry.buildings b USING (parcel_code, building_no) WHERE unit_code = $1`,
      [unitCode],
    );
    if (!row || pages[0]?.extinguished)
      throw new RegistryError('UNIT_UNKNOWN', `登记簿没有单元${unitCode}，或该簿页已注销；请核对单元号。`);
    const unit = changed(row, ofUnit, facts);
    const building = changed(row, ofBuilding, facts);
    check(row, facts, { ...unit, ...building });
    const registeredAt = nextRegisterTime(now, pages);
    const columns = Object.keys({ ...unit, ...building });
    const before = Object.fromEntries(columns.map((column) => [column, row[column]]));
    const entry = await openEntry(client, {
      kind: 'MIGRATION',
      caseNo: null,
      reference: `completion:${unitCode}:${(pages[0]?.register_version ?? 0) + 1}`,
      step: 'completion',
      registeredAt,
      registrar: by.userId,
      result: { columns, basis },
      pages,
    });
    await update(client, 'units', unit, 'unit_code = $1', [unitCode]);
    await update(client, 'buildings', building, 'parcel_code = $1 AND building_no = $2', [
      row.parcel_code,
      row.building_no,
    ]);
    await client.query(
      'INSERT INTO registry.unit_changes (entry_id, unit_code, before, after) VALUES ($1, $2, $3, $4)',
      [entry.entryId, unitCode, JSON.stringify(before), JSON.stringify({ ...unit, ...building })],
    );
    await sendAgain(client, { unitCodes: [unitCode] }, by, now, '补录后重新上报');
    await assessUnits(client, [unitCode], now);
    await recordAudit(client, now, {
      actor: by,
      action: 'unit.complete',
      purpose: basis,
      unitCode,
      detail: { columns },
    });
    await appendEvent(client, {
      chain: unitCode.slice(0, 6),
      topic: 'unit.completed',
      unitCodes: [unitCode],
      actor: by.userId,
      at: registeredAt,
      payload: { entryId: entry.entryId, columns },
    });
  });
}

function changed(row: Row, names: Readonly<Record<string, string>>, facts: SurveyFacts): Columns {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, column]) => {
      const value = facts[name as keyof SurveyFacts];
      return value === undefined || String(value) === String(row[column]) ? [] : [[column, value]];
    }),
  );
}

function check(row: Row, facts: SurveyFacts, columns: Columns): void {
  const problems: { field: string; code: string; message: string }[] = [];
  const say = (field: string, code: string, message: string) => problems.push({ field, code, message });
  if (Object.keys(columns).length === 0)
    say('facts', 'NOTHING_CHANGED', '没有要补录的内容；请填写与现有数据不同的值。');
  for (const [name, column] of Object.entries(ofUnit))
    if (columns[column] !== undefined && row[column] !== null)
      say(name, 'ALREADY_THERE', '登记簿已有这一项，不能补录；确有错误的，请申请更正登记。');
  if (row.building_no === null && Object.values(ofBuilding).some((column) => columns[column] !== undefined))
    say('buildingNo', 'NO_BUILDING', '该单元没有房屋，不能补录幢的数据。');
  const inner = facts.innerArea ?? row.inner_area;
  const shared = facts.sharedArea ?? row.shared_area;
  if (inner !== null && shared !== null && Math.abs(Number(inner) + Number(shared) - Number(row.area)) > 0.0101)
    say('innerArea', 'AREA_SUM', `套内面积与分摊面积之和应等于建筑面积${row.area}㎡（误差0.01㎡以内）。`);
  if (facts.structure !== undefined && !Object.hasOwn(codebooks.structure, facts.structure))
    say('structure', 'STRUCTURE', `房屋结构应为${Object.keys(codebooks.structure).join('、')}之一。`);
  if (problems.length > 0)
    throw new RegistryError('COMPLETION_INVALID', problems.map((one) => one.message).join(''), problems);
}

async function update(db: Queryable, table: string, columns: Columns, where: string, key: unknown[]): Promise<void> {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const set = names.map((name, i) => `${name} = $${key.length + i + 1}`).join(', ');
  await db.query(`UPDATE registry.${table} SET ${set} WHERE ${where}`, [...key, ...Object.values(columns)]);
}
