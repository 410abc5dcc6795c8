import { readFileSync } from 'node:fs';
import { type DrgModel, evaluateDecision, readDmn } from '../../../engine/dmn/index.ts';

const root = new URL('../../../processes/', import.meta.url);
const parsed = new Map<string, DrgModel>();

function drgOf(file: string): DrgModel {
  const known = parsed.get(file);
  if (known) return known;
  const reading = readDmn(file, readFileSync(new URL(`${file}.dmn`, root), 'utf8'));
  if (!reading.ok) throw new Error(reading.message);
  parsed.set(file, reading.drg);
  return reading.drg;
}

type Variables = Record<string, unknown>;

/** As the engine evaluates it for a business rule task; `file` without `.dmn`, from `processes/`. */
export function decide(file: string, id: string, variables: Variables): Record<string, unknown> | null {
  const outcome = evaluateDecision(drgOf(file), id, variables as never, 0);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.output as Record<string, unknown> | null;
}

/** The tables of tax, fee and materials. */
export const tables = {
  vat: (v: Variables) => decide('sub-tax/vat_on_sale', 'vat_on_sale', v),
  surcharges: (v: Variables) => decide('sub-tax/surcharges', 'surcharges', v),
  deed: (v: Variables) => decide('sub-tax/deed_tax_rate', 'deed_tax_rate', v),
  income: (v: Variables) => decide('sub-tax/income_tax_on_sale', 'income_tax_on_sale', v),
  fee: (v: Variables) => decide('bdc-registration/registration_fee', 'registration_fee', v),
  materials: (v: Variables) => decide('bdc-registration/material_list', 'material_list', v) as unknown as Variables[],
};
