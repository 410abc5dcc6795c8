/** DMN XML to decisions that can be evaluated. */
import { type Expression, feel, readUnaryTests, syntaxError, type UnaryTests } from '../feel/index.ts';
import { id, many, type Node, one, parseDmn, text } from '../model/xml.ts';

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregator = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

export interface TableInput {
  id: string;
  /** Label, or the expression when there is none. */
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
export type Logic = DecisionTable | { kind: 'literal'; expression: Expression };

export interface DecisionModel {
  id: string;
  name: string;
  versionTag: string | null;
  /** Name the result has for decisions that require this one: of its variable, else its id. */
  resultName: string;
  requiredIds: string[];
  logic: Logic;
}

export interface DrgModel {
  id: string;
  name: string;
  decisions: ReadonlyMap<string, DecisionModel>;
}

export type DmnReading = { ok: true; drg: DrgModel } | { ok: false; message: string };

/** Never throws; what is wrong comes back as text with the id of the decision. */
export function readDmn(resourceName: string, xml: string): DmnReading {
  const errors: string[] = [];
  try {
    const { root } = parseDmn(xml);
    const decisions = new Map<string, DecisionModel>();
    for (const node of many(root, 'drgElement')) {
      if (node.$type === 'dmn:Decision') decisions.set(id(node), readDecision(node, errors));
      else if (node.$type === 'dmn:BusinessKnowledgeModel') {
        errors.push(
          `- Element: ${id(node)}\n    - ERROR: business knowledge models are not supported; use a decision that others require`,
        );
      }
    }
    if (decisions.size === 0) errors.push('must contain at least one decision');
    for (const decision of decisions.values()) checkRequirements(decision, decisions, errors);
    if (errors.length > 0) return { ok: false, message: `'${resourceName}': ${errors.join('\n')}` };
    return { ok: true, drg: { id: id(root), name: root.name ?? id(root), decisions } };
  } catch (error) {
    return { ok: false, message: `'${resourceName}': ${(error as Error).message}` };
  }
}

function readDecision(node: Node, errors: string[]): DecisionModel {
  const fail = (reason: string) => errors.push(`- Element: ${id(node)}\n    - ERROR: ${reason}`);
  const requiredIds = many(node, 'informationRequirement').flatMap((requirement) => {
    const href = text(one(requirement, 'requiredDecision'), 'href');
    return href ? [href.replace(/^.*#/, '')] : [];
  });
  return {
    id: id(node),
    name: node.name ?? id(node),
    versionTag: text(extensionOf(node, 'VersionTag'), 'value') ?? null,
    resultName: one(node, 'variable')?.name ?? id(node),
    requiredIds,
    logic: readLogic(node, fail),
  };
}

/** `zeebe:versionTag` inside DMN: the DMN moddle keeps foreign elements as generic ones. */
function extensionOf(node: Node, type: string): Node | undefined {
  return many(one(node, 'extensionElements'), 'values').find((value) =>
    value.$type.toLowerCase().endsWith(`:${type.toLowerCase()}`),
  );
}

function readLogic(node: Node, fail: (reason: string) => void): Logic {
  const logic = one(node, 'decisionLogic');
  if (logic?.$type === 'dmn:DecisionTable') return readTable(logic, fail);
  if (logic?.$type === 'dmn:LiteralExpression') {
    return { kind: 'literal', expression: checked(text(logic, 'text') ?? '', fail) };
  }
  fail('must have a decision table or a literal expression');
  return { kind: 'literal', expression: feel('null') };
}

function checked(source: string, fail: (reason: string) => void): Expression {
  const expression = feel(source.trim() === '' ? 'null' : source.trim());
  const reason = syntaxError(expression);
  if (reason) fail(`FEEL expression '${source}' cannot be parsed: ${reason}`);
  return expression;
}

function cell(source: string, fail: (reason: string) => void): UnaryTests {
  try {
    return readUnaryTests(source);
  } catch (error) {
    fail(`FEEL unary tests cannot be parsed: ${(error as Error).message}`);
    return { kind: 'any' };
  }
}

function readTable(table: Node, fail: (reason: string) => void): DecisionTable {
  const inputs = many(table, 'input').map((input): TableInput => {
    const source = text(one(input, 'inputExpression'), 'text') ?? '';
    return { id: id(input), name: text(input, 'label') ?? source, expression: checked(source, fail) };
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
  if (
    (hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER') &&
    outputs.some((output) => output.values.length === 0)
  ) {
    fail(`hit policy ${hitPolicy} needs the list of output values of every output`);
  }
  const aggregator = (text(table, 'aggregation') as Aggregator | undefined) ?? null;
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

function checkRequirements(decision: DecisionModel, all: ReadonlyMap<string, DecisionModel>, errors: string[]): void {
  const visit = (current: DecisionModel, path: string[]): void => {
    for (const requiredId of current.requiredIds) {
      const required = all.get(requiredId);
      if (!required)
        errors.push(
          `- Element: ${current.id}\n    - ERROR: requires decision '${requiredId}', which the file does not have`,
        );
      else if (requiredId === decision.id) errors.push(`- Element: ${decision.id}\n    - ERROR: requires itself`);
      else if (!path.includes(requiredId)) visit(required, [...path, requiredId]);
    }
  };
  visit(decision, [decision.id]);
}
