import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Savings } from '../api/yilutong.ts';

// biome-ignore lint/suspicious/noExplicitAny: moddle elements have no types
type Element = any;

interface Line {
  department: string;
  name: string;
  /** seed: named in the article · design: reconstruction */
  source: 'seed' | 'design';
}
export interface OldWay {
  steps: Line[];
  materials: Line[];
  forms: Line[];
}
/** A row of `material_list` for the sale of a second-hand home at the window. */
export interface MaterialNeeded {
  name: string;
  source: string;
  required: boolean;
}
export interface SavingsReport {
  before: OldWay;
  after: { steps: string[]; materials: string[]; forms: string[] };
  saved: Savings;
}

const PROCESSES = ['bdc-secondhand-yilutong', 'sub-tax', 'sub-certificate', 'sub-utility-transfer'];
const within = (element: Element): Element[] =>
  (element.flowElements ?? []).flatMap((one: Element) => [one, ...within(one)]);

/** What the applicants themselves have to do: elements that the diagrams mark with the property `applicantStep`. */
async function applicantSteps(processesDir: string): Promise<string[]> {
  const steps: string[] = [];
  for (const id of PROCESSES) {
    const xml = await readFile(join(processesDir, id, `${id}.bpmn`), 'utf8');
    const { rootElement } = await (new BpmnModdle({ zeebe }) as Element).fromXML(xml);
    const process = rootElement.rootElements.find((one: Element) => one.$type === 'bpmn:Process');
    for (const element of within(process)) {
      const values: Element[] = element.extensionElements?.values ?? [];
      const properties: Element[] = values.flatMap((one) => (one.$type === 'zeebe:Properties' ? one.properties : []));
      steps.push(...properties.filter(({ name }) => name === 'applicantStep').map(({ value }) => String(value)));
    }
  }
  return steps;
}

/**
 * The counter of V04: the old way is named line by line in `before.json`; the new way is counted from the diagrams, from the
 * materials that the table asks people for, and from the forms that they sign. Nothing here is a typed number.
 */
export async function savingsReport(
  processesDir: string,
  materials: readonly MaterialNeeded[],
): Promise<SavingsReport> {
  const file = join(processesDir, 'bdc-secondhand-yilutong/before.json');
  const before = JSON.parse(await readFile(file, 'utf8')) as OldWay;
  const asked = materials.filter(({ source, required }) => required && (source === 'upload' || source === 'scan'));
  const signed = materials.filter(({ source }) => source === 'generated');
  const after = {
    steps: await applicantSteps(processesDir),
    materials: asked.map(({ name }) => name),
    forms: signed.map(({ name }) => name),
  };
  return {
    before,
    after,
    saved: {
      steps: before.steps.length - after.steps.length,
      materials: before.materials.length - after.materials.length,
      forms: before.forms.length - after.forms.length,
    },
  };
}
