/** DMN files for the parity of decisions, written as tables and expressions. */
import { escapeXml } from '../support/diagram.ts';

export interface Table {
  hitPolicy?: string;
  aggregation?: string;
  /** FEEL expressions, or with what an input element holds beside its expression. */
  inputs: (string | { expression: string; label?: string; type?: string; values?: string })[];
  outputs: (string | { name: string; label?: string; type?: string; values?: string; byDefault?: string })[];
  /** Input entries, then output entries. */
  rules: string[][];
}
export interface Decision {
  id: string;
  name?: string;
  /** Ids of decisions; `knows`: of business knowledge models. */
  requires?: string[];
  knows?: string[];
  variable?: string;
  table?: Table;
  literal?: string;
  /** Any other boxed expression. */
  logic?: string;
}

const text = (value: string): string => `<text>${escapeXml(value)}</text>`;

export function dmn(id: string, decisions: Decision[], others = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}" name="${id} DRG" namespace="parity">
${decisions.map(decision).join('\n')}
${others}
</definitions>`;
}

function decision(one: Decision): string {
  const requirements = (one.requires ?? []).map(
    (id) =>
      `<informationRequirement id="${one.id}_needs_${id}"><requiredDecision href="#${id}"/></informationRequirement>`,
  );
  const knowledge = (one.knows ?? []).map(
    (id) =>
      `<knowledgeRequirement id="${one.id}_knows_${id}"><requiredKnowledge href="#${id}"/></knowledgeRequirement>`,
  );
  const variable = one.variable ? `<variable id="${one.id}_variable" name="${escapeXml(one.variable)}"/>` : '';
  const logic = one.table
    ? table(one.id, one.table)
    : one.literal === undefined
      ? (one.logic ?? '')
      : `<literalExpression id="${one.id}_literal">${text(one.literal)}</literalExpression>`;
  return `<decision id="${one.id}" name="${escapeXml(one.name ?? one.id)}">${variable}${requirements.join('')}${knowledge.join('')}${logic}</decision>`;
}

export function table(id: string, { hitPolicy, aggregation, inputs, outputs, rules }: Table): string {
  const attributes = [
    hitPolicy ? `hitPolicy="${hitPolicy}"` : '',
    aggregation ? `aggregation="${aggregation}"` : '',
  ].join(' ');
  const columns = inputs.map((input, at) => {
    const { expression, label, type, values } = typeof input === 'string' ? { expression: input } : { ...input };
    const allowed = values ? `<inputValues id="${id}_iv${at}">${text(values)}</inputValues>` : '';
    return `<input id="${id}_i${at}"${label ? ` label="${escapeXml(label)}"` : ''}><inputExpression id="${id}_ie${at}"${type ? ` typeRef="${type}"` : ''}>${text(expression)}</inputExpression>${allowed}</input>`;
  });
  const results = outputs.map((output, at) => {
    const { name, label, type, values, byDefault } = typeof output === 'string' ? { name: output } : { ...output };
    const allowed = values ? `<outputValues id="${id}_ov${at}">${text(values)}</outputValues>` : '';
    const otherwise = byDefault ? `<defaultOutputEntry id="${id}_od${at}">${text(byDefault)}</defaultOutputEntry>` : '';
    return `<output id="${id}_o${at}" name="${escapeXml(name)}"${label ? ` label="${escapeXml(label)}"` : ''}${type ? ` typeRef="${type}"` : ''}>${allowed}${otherwise}</output>`;
  });
  const rows = rules.map((row, at) => {
    const entries = row.map((entry, column) => {
      const tag = column < inputs.length ? 'inputEntry' : 'outputEntry';
      return `<${tag} id="${id}_r${at}_${column}">${text(entry)}</${tag}>`;
    });
    return `<rule id="${id}_r${at}">${entries.join('')}</rule>`;
  });
  return `<decisionTable id="${id}_table" ${attributes}>${[...columns, ...results, ...rows].join('')}</decisionTable>`;
}
