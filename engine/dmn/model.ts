/** DMN XML to decisions that can be evaluated. */
import { id, many, type Node, one, parseDmn, text } from '../model/xml.ts';
import type { Fail } from './checked.ts';
import { type Logic, readLogic } from './logic.ts';

export interface DecisionModel {
  id: string;
  name: string;
  versionTag: string | null;
  /** Name the result has for decisions that require this one: of its variable, else its id. */
  resultName: string;
  requiredIds: string[];
  /** Business knowledge models it may call. */
  knownIds: string[];
  logic: Logic;
}

/** A function that decisions may call. */
export interface KnowledgeModel {
  id: string;
  name: string;
  /** What it is called by. */
  functionName: string;
  parameters: string[];
  knownIds: string[];
  logic: Logic;
}

export interface DrgModel {
  id: string;
  name: string;
  decisions: ReadonlyMap<string, DecisionModel>;
  knowledge: ReadonlyMap<string, KnowledgeModel>;
}

export type DmnReading = { ok: true; drg: DrgModel } | { ok: false; message: string };

/** Never throws; what is wrong comes back as text with the id of the decision. */
export function readDmn(resourceName: string, xml: string): DmnReading {
  const errors: string[] = [];
  try {
    const { root } = parseDmn(xml);
    const decisions = new Map<string, DecisionModel>();
    const knowledge = new Map<string, KnowledgeModel>();
    for (const node of many(root, 'drgElement')) {
      if (node.$type === 'dmn:Decision') decisions.set(id(node), readDecision(node, errors));
      else if (node.$type === 'dmn:BusinessKnowledgeModel') knowledge.set(id(node), readKnowledge(node, errors));
    }
    for (const decision of decisions.values()) {
      checkLinks('decision', decision, decisions, ({ requiredIds }) => requiredIds, errors);
    }
    for (const model of [...decisions.values(), ...knowledge.values()]) {
      checkLinks('business knowledge model', model, knowledge, ({ knownIds }) => knownIds, errors);
      checkInvocation(model, knowledge, errors);
    }
    if (errors.length > 0) return { ok: false, message: `'${resourceName}': ${errors.join('\n')}` };
    return { ok: true, drg: { id: id(root), name: root.name ?? id(root), decisions, knowledge } };
  } catch (error) {
    return { ok: false, message: `'${resourceName}': ${(error as Error).message}` };
  }
}

const failing = (node: Node, errors: string[]): Fail => {
  return (reason) => errors.push(`- Element: ${id(node)}\n    - ERROR: ${reason}`);
};

/** Ids that the requirements of one kind name. */
function idsOf(node: Node, requirement: string, reference: string): string[] {
  return many(node, requirement).flatMap((found) => {
    const href = text(one(found, reference), 'href');
    return href ? [href.replace(/^.*#/, '')] : [];
  });
}

function readDecision(node: Node, errors: string[]): DecisionModel {
  return {
    id: id(node),
    name: node.name ?? id(node),
    versionTag: text(extensionOf(node, 'VersionTag'), 'value') ?? null,
    resultName: one(node, 'variable')?.name ?? id(node),
    requiredIds: idsOf(node, 'informationRequirement', 'requiredDecision'),
    knownIds: idsOf(node, 'knowledgeRequirement', 'requiredKnowledge'),
    logic: readLogic(one(node, 'decisionLogic'), failing(node, errors)),
  };
}

function readKnowledge(node: Node, errors: string[]): KnowledgeModel {
  const logic = one(node, 'encapsulatedLogic');
  return {
    id: id(node),
    name: node.name ?? id(node),
    functionName: one(node, 'variable')?.name ?? node.name ?? id(node),
    parameters: many(logic, 'formalParameter').map((parameter) => parameter.name ?? id(parameter)),
    knownIds: idsOf(node, 'knowledgeRequirement', 'requiredKnowledge'),
    logic: readLogic(one(logic, 'body'), failing(node, errors)),
  };
}

/** `zeebe:versionTag` inside DMN: the DMN moddle keeps foreign elements as generic ones. */
function extensionOf(node: Node, type: string): Node | undefined {
  return many(one(node, 'extensionElements'), 'values').find((value) =>
    value.$type.toLowerCase().endsWith(`:${type.toLowerCase()}`),
  );
}

/** What a model names is there, and does not come back to it. */
function checkLinks<T extends { id: string }>(
  what: string,
  model: T,
  all: ReadonlyMap<string, T>,
  linked: (model: T) => readonly string[],
  errors: string[],
): void {
  // Each once: the ways through a graph of diamonds double with every layer.
  const seen = new Set([model.id]);
  const visit = (current: T): void => {
    for (const id of linked(current)) {
      const other = all.get(id);
      if (!other)
        errors.push(`- Element: ${current.id}\n    - ERROR: requires ${what} '${id}', which the file does not have`);
      else if (id === model.id) errors.push(`- Element: ${model.id}\n    - ERROR: requires itself`);
      else if (!seen.has(id)) {
        seen.add(id);
        visit(other);
      }
    }
  };
  visit(model);
}

/** An invocation names knowledge that its model says it knows. */
function checkInvocation(
  { id: modelId, knownIds, logic }: DecisionModel | KnowledgeModel,
  knowledge: ReadonlyMap<string, KnowledgeModel>,
  errors: string[],
): void {
  if (logic.kind !== 'invocation') return;
  if (knownIds.some((known) => knowledge.get(known)?.functionName === logic.functionName)) return;
  errors.push(
    `- Element: ${modelId}\n    - ERROR: invokes '${logic.functionName}', which is no business knowledge model that it requires`,
  );
}
