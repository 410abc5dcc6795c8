/** Decision tables of DMN XML. */
import { type Expression, readUnaryTests, type UnaryTests } from '../feel/index.ts';
import { id, many, type Node, one, text } from '../model/xml.ts';
import { checked, type Fail } from './checked.ts';

const HIT_POLICIES = ['UNIQUE', 'FIRST', 'ANY', 'PRIORITY', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'] as const;
const AGGREGATORS = ['SUM', 'MIN', 'MAX', 'COUNT'] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];
export type Aggregator = (typeof AGGREGATORS)[number];

export interface TableInput {
  id: string;
  /** Label, or the beginning of the expression when there is none. */
  name: string;
  expression: Expression;
}
export interface TableOutput {
  id: string;
  name: string;
  label: string;
  /** FEEL texts of the allowed values, highest priority first. */
  values: string[];
  /** What the output is when no rule matches. */
  byDefault: Expression | null;
}
export interface TableRule {
  id: string;
  /** One per input. */
  tests: UnaryTests[];
  outputs: Expression[];
}
export interface DecisionTable {
  kind: 'table';
  hitPolicy: HitPolicy;
  aggregator: Aggregator | null;
  inputs: TableInput[];
  outputs: TableOutput[];
  rules: TableRule[];
}
function cell(source: string, fail: Fail): UnaryTests {
  try {
    return readUnaryTests(source);
  } catch (error) {
    fail(`FEEL unary tests cannot be parsed: ${(error as Error).message}`);
    return { kind: 'any' };
  }
}

/** Of an input without a label. */
const MAX_NAME = 30;

export function readTable(table: Node, fail: Fail): DecisionTable {
  const inputs = many(table, 'input').map((input): TableInput => {
    const source = text(one(input, 'inputExpression'), 'text') ?? '';
    return {
      id: id(input),
      name: text(input, 'label') ?? source.slice(0, MAX_NAME),
      expression: checked(source, fail),
    };
  });
  const outputs = many(table, 'output').map((output): TableOutput => {
    const values = text(one(output, 'outputValues'), 'text') ?? '';
    const byDefault = text(one(output, 'defaultOutputEntry'), 'text')?.trim() ?? '';
    return {
      id: id(output),
      name: output.name ?? '',
      label: text(output, 'label') ?? output.name ?? '',
      values: values
        .split(',')
        .map((value) => value.trim())
        .filter((value) => value !== ''),
      byDefault: byDefault === '' ? null : checked(byDefault, fail),
    };
  });
  const hitPolicy = (text(table, 'hitPolicy') ?? 'UNIQUE') as HitPolicy;
  if (!HIT_POLICIES.includes(hitPolicy)) fail(`hit policy '${hitPolicy}' is not supported`);
  if (outputs.length === 0) fail('a table needs an output');
  if (outputs.length > 1 && outputs.some(({ name }) => name === '')) fail('each of several outputs needs a name');
  const aggregator = (text(table, 'aggregation') as Aggregator | undefined) ?? null;
  if (aggregator && !AGGREGATORS.includes(aggregator)) fail(`aggregation '${aggregator}' is not supported`);
  if (aggregator && outputs.length > 1) fail('an aggregator needs a table with exactly one output');
  const rules = many(table, 'rule').map(
    (rule): TableRule => ({
      id: id(rule),
      tests: many(rule, 'inputEntry').map((entry) => cell(text(entry, 'text')?.trim() ?? '', fail)),
      outputs: many(rule, 'outputEntry').map((entry) => checked(text(entry, 'text') ?? '', fail)),
    }),
  );
  return { kind: 'table', hitPolicy, aggregator, inputs, outputs, rules };
}
