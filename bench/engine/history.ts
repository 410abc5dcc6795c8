import { Client } from 'pg';
import { columnName, TABLES } from '../../engine/storage/tables.ts';
import { createGrpcClient } from '../../platform/engine-client/sdk.ts';
import type { EmbeddedSubject } from './subjects.ts';

const FLOW = (id: string, from: string, to: string) =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;

/** A machine, then a person: leaves rows in the tables that people search. */
const MACHINE_AND_PERSON = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="bench" targetNamespace="bench">
<bpmn:process id="bench-history" name="一件办结的业务" isExecutable="true">
<bpmn:startEvent id="Start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:serviceTask id="Check"><bpmn:extensionElements><zeebe:taskDefinition type="bench-history" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
<bpmn:userTask id="Review" name="复核"><bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition assignee="reviewer-0" candidateGroups="reviewer" /></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask>
<bpmn:endEvent id="End"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
${FLOW('f1', 'Start', 'Check')}${FLOW('f2', 'Check', 'Review')}${FLOW('f3', 'Review', 'End')}
</bpmn:process>
</bpmn:definitions>`;

/** Keys of one instance lie within this distance; copies are older by it. */
const KEYS_APART = 64;
const MILLIS_APART = 20_000;
/** Tables with rows of the instance, the instance itself first. */
const KINDS = ['processInstance', 'elementInstance', 'variable', 'job', 'userTask', 'incident'] as const;

/** What differs from copy to copy, as SQL of the copy's number `n`. */
const VARIED: Record<string, string> = {
  'userTask.assignee': `'reviewer-' || n % 40`,
  'processInstance.state': `CASE WHEN n % 10 = 0 THEN 'TERMINATED' ELSE t.state END`,
  'variable.value': `CASE t.name WHEN 'caseNo' THEN to_json('330200-2025-' || n) ELSE t.value END`,
};

/**
 * A history of so many finished instances: one that really ran, and its rows copied into the past, each copy with keys, times,
 * case number and assignee of its own, every tenth cancelled. Running them all would take half an hour.
 * @returns how many rows were written
 */
export async function fillHistory(subject: EmbeddedSubject, instances: number): Promise<number> {
  const original = await runOne(subject);
  const db = new Client({ connectionString: subject.databaseUrl });
  await db.connect();
  try {
    let rows = 0;
    for (const kind of KINDS) {
      const { name, columns } = TABLES[kind];
      const names: string[] = [];
      const values: string[] = [];
      for (const [field, type] of Object.entries(columns)) {
        const column = columnName(field);
        const plain = `t.${column}`;
        const ownKey = type === 'key' && !/^(processDefinitionKey|formKey)$/.test(field);
        names.push(column);
        if (VARIED[`${kind}.${field}`]) values.push(VARIED[`${kind}.${field}`] as string);
        else if (ownKey) values.push(`CASE WHEN ${plain} > 0 THEN ${plain} - n * ${KEYS_APART} ELSE ${plain} END`);
        else if (type === 'millis') values.push(`${plain} - n::bigint * ${MILLIS_APART}`);
        else values.push(plain);
      }
      const of = kind === 'processInstance' ? 'key' : 'process_instance_key';
      const { rowCount } = await db.query(
        `INSERT INTO engine.${name} (${names}) SELECT ${values} FROM generate_series(1, $2::int) n, engine.${name} t WHERE t.${of} = $1`,
        [original, instances],
      );
      rows += rowCount ?? 0;
    }
    await db.query('VACUUM ANALYZE');
    return rows;
  } finally {
    await db.end();
  }
}

/** Runs one instance, with an incident on its way. @returns its key */
async function runOne(subject: EmbeddedSubject): Promise<string> {
  const client = createGrpcClient({ zeebeGrpcAddress: subject.grpcAddress, zeebeRestAddress: subject.restAddress });
  try {
    await client.deployResource({ process: Buffer.from(MACHINE_AND_PERSON), name: 'bench-history.bpmn' });
    const variables = { caseNo: '330200-2026-0', district: '330203' };
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: 'bench-history', variables });
    const take = async () => {
      const jobs = await client.activateJobs({
        type: 'bench-history',
        worker: 'bench',
        timeout: 60_000,
        maxJobsToActivate: 1,
        requestTimeout: 10_000,
      });
      return String(jobs[0]?.key ?? '');
    };
    const jobKey = await take();
    await client.failJob({ jobKey, retries: 0, errorMessage: 'the department does not answer', retryBackOff: 0 });
    const [incident] = await searched(subject, '/v2/incidents/search', { processInstanceKey });
    await client.updateJobRetries({ jobKey, retries: 1 });
    await client.resolveIncident({ incidentKey: String(incident.incidentKey) });
    await client.completeJob({ jobKey: await take(), variables: {} });
    const [task] = await searched(subject, '/v2/user-tasks/search', { processInstanceKey });
    const answer = await fetch(`${subject.restAddress}/v2/user-tasks/${task.userTaskKey}/completion`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (!answer.ok) throw new Error(`completing the user task: ${answer.status}`);
    return String(processInstanceKey);
  } finally {
    await client.close();
  }
}

type Item = Record<string, string>;

async function searched(subject: EmbeddedSubject, path: string, filter: object): Promise<[Item]> {
  const answer = await fetch(`${subject.restAddress}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter }),
  });
  const { items } = (await answer.json()) as { items: Item[] };
  if (!items[0]) throw new Error(`${path} found nothing`);
  return [items[0]];
}
