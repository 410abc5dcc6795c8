/** The catalogue as data, derived from the job specs: what the server's lint, the modeler and the guide are made from. */
import type Type from 'typebox';
import type { JobSpec } from '../job.ts';
import { VARIABLES } from '../variables.ts';

export interface VariableDescription {
  name: string;
  /** `string`, `integer`, `string[]`, `'a' | 'b'` … */
  type: string;
  /** False for outputs that may be absent. */
  required: boolean;
  /** Chinese; '' while nobody has said it. */
  meaning: string;
}

/** One entry of `job-types.json`. */
export interface JobDescription {
  type: string;
  department: string;
  /** Chinese. */
  description: string;
  inputs: VariableDescription[];
  outputs: VariableDescription[];
  bpmnErrors: string[];
  timeoutMs: number;
  idempotency: string;
}

interface Schema {
  type?: string;
  const?: unknown;
  items?: Schema;
  anyOf?: Schema[];
}

function words(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(words))].join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.type === 'array') {
    const item = words(schema.items ?? {});
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  return schema.type ?? 'any';
}

function variables(schema: Type.TObject): VariableDescription[] {
  const required = new Set((schema as { required?: string[] }).required ?? []);
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    type: words(property as Schema),
    required: required.has(name),
    meaning: VARIABLES[name] ?? '',
  }));
}

export function describeJobs(specs: readonly JobSpec[]): JobDescription[] {
  return specs
    .map((spec) => ({
      type: spec.type,
      department: spec.department as string,
      description: spec.description,
      inputs: variables(spec.input),
      outputs: variables(spec.output),
      bpmnErrors: [...spec.bpmnErrors].sort(),
      timeoutMs: spec.timeoutMs,
      idempotency: spec.idempotency,
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}
