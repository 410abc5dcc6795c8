/** `docs/workers.md`: every job type, by department. */
import { DEPARTMENT_WORDS } from './departments.ts';
import type { JobDescription, VariableDescription } from './describe.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');

function table(head: string, variables: readonly VariableDescription[]): string[] {
  if (variables.length === 0) return [];
  return [
    `| ${head} | type | required | meaning |`,
    '|---|---|---|---|',
    ...variables.map(
      ({ name, type, required, meaning }) =>
        `| \`${name}\` | ${cell(type)} | ${required ? 'yes' : ''} | ${cell(meaning)} |`,
    ),
    '',
  ];
}

function section(job: JobDescription): string[] {
  const errors = job.bpmnErrors.map((code) => `\`${code}\``).join(', ') || 'none';
  return [
    `### \`${job.type}\``,
    '',
    job.description,
    '',
    `- BPMN errors: ${errors}`,
    `- Time-out: ${job.timeoutMs / 1000} s`,
    `- Run twice: ${job.idempotency}`,
    '',
    ...table('input', job.inputs),
    ...table('output', job.outputs),
  ];
}

export function workersGuide(jobs: readonly JobDescription[]): string {
  const order = Object.keys(DEPARTMENT_WORDS);
  const departments = [...new Set(jobs.map(({ department }) => department))].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  return [
    '# Workers',
    '',
    '<!-- Written by `npm run generate` from the job specs in workers/handlers. Do not edit. -->',
    '',
    'One section per job type of `processes/`, by the department that answers. A diagram that asks for another type does not deploy.',
    'Inputs are process variables of the same name unless the step maps them. No variable carries personal data.',
    '',
    ...departments.flatMap((department) => [
      `## ${DEPARTMENT_WORDS[department] ?? department} (\`${department}\`)`,
      '',
      ...jobs.filter((job) => job.department === department).flatMap(section),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
