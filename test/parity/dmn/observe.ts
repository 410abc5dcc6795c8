/** What an engine answers when a decision is evaluated: output, every decision with its inputs and rules, or why it failed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '../support/trace.ts';
import { DECISIONS } from './cases/index.ts';

export interface Answer {
  decisionOutput: string;
  failedDecisionId: string;
  failureMessage: string;
  evaluatedDecisions: {
    decisionId: string;
    decisionName: string;
    decisionType: string;
    decisionOutput: string;
    evaluatedInputs: { inputId: string; inputName: string; inputValue: string }[];
    matchedRules: {
      ruleId: string;
      ruleIndex: number;
      evaluatedOutputs: { outputId: string; outputName: string; outputValue: string }[];
    }[];
  }[];
}

/** An engine that is asked for decisions. */
export interface DecisionBench {
  /** False when it refuses the file: why is said in each engine's own words. */
  deploy(xml: string): Promise<boolean>;
  /** The answer, or the text of the rejection. */
  evaluate(decisionId: string, variables: Record<string, unknown>): Promise<Answer | string>;
}

/** The cases of a subject with what the engine answers, as text. */
export async function observeDecisions(bench: DecisionBench, subject: string): Promise<string> {
  const lines: string[] = [];
  for (const { name, xml, asked } of DECISIONS[subject] ?? []) {
    lines.push(`## ${name}`);
    if (await bench.deploy(xml)) {
      for (const [decisionId, variables] of asked) {
        const answer = await bench.evaluate(decisionId, variables);
        lines.push(`${decisionId} ${JSON.stringify(variables)}`);
        lines.push(...(typeof answer === 'string' ? [`  ! ${answer}`] : described(answer)));
      }
    } else lines.push('refused');
    lines.push('');
  }
  return lines.join('\n');
}

const json = (text: string): string => (text === '' ? '' : canonical(JSON.parse(text)));

function described(answer: Answer): string[] {
  const decisions = answer.evaluatedDecisions.flatMap((one) => [
    `  ${one.decisionId} «${one.decisionName}» ${one.decisionType}: ${json(one.decisionOutput)}`,
    ...one.evaluatedInputs.map((input) => `    ${input.inputId} «${input.inputName}» is ${json(input.inputValue)}`),
    ...one.matchedRules.map(
      (rule) =>
        `    rule ${rule.ruleIndex} ${rule.ruleId}: ${rule.evaluatedOutputs
          .map((output) => `${output.outputId} «${output.outputName}» = ${json(output.outputValue)}`)
          .join(', ')}`,
    ),
  ]);
  const failure =
    answer.failedDecisionId === '' && answer.failureMessage === ''
      ? []
      : [`  ! ${answer.failedDecisionId}: ${answer.failureMessage}`];
  return [`  = ${json(answer.decisionOutput)}`, ...failure, ...decisions];
}

const FOLDER = join(import.meta.dirname, '..', 'recorded', 'dmn');

/** Keeps what the real 8.6.0 broker answered. */
export async function recordDecisions(subject: string, text: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${subject}.txt`), text);
}

export const recordedDecisions = (subject: string): Promise<string> => readFile(join(FOLDER, `${subject}.txt`), 'utf8');
