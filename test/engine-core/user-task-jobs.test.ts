import { describe, expect, test } from 'vitest';
import { diagram, end, headers, node, start } from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

// What 8.6.0 does with a user task without `zeebe:userTask`, measured on a broker.
const TYPE = 'io.camunda.zeebe:userTask';
const asked = (ext: string) =>
  diagram('ask', [start(), node('userTask', 'Ask', { ext }), end()], ['Start > Ask', 'Ask > End']);

function begun(ext: string, variables = {}) {
  const engine = engineWith(asked(ext));
  const { processInstanceKey } = engine.start('ask', variables);
  const jobs = () =>
    engine.send({ type: 'activateJobs', jobType: TYPE, worker: 'w', timeout: 60_000, maxJobs: 5 }).jobs;
  const incident = () => engine.incidents().at(-1);
  const resolve = (given: Record<string, string | string[]>) => {
    engine.send({ type: 'setVariables', elementInstanceKey: processInstanceKey, variables: given, local: true });
    engine.send({ type: 'resolveIncident', incidentKey: incident()?.key ?? '' });
  };
  return { engine, jobs, incident, resolve };
}

describe('a user task that is a job', () => {
  test('tells of its assignment in reserved headers, beside its own', () => {
    const { jobs } = begun(
      '<zeebe:assignmentDefinition assignee="=clerk" candidateGroups="review, hall" candidateUsers="=users"/>' +
        '<zeebe:taskSchedule dueDate="=due" followUpDate="2027-01-01T08:00:30Z"/>' +
        headers({ office: '海曙' }),
      { clerk: 'wang', users: ['li', 'a"b'], due: '2027-02-01T08:00:00+08:00' },
    );
    expect(jobs()).toMatchObject([
      {
        retries: 1,
        customHeaders: {
          'io.camunda.zeebe:assignee': 'wang',
          'io.camunda.zeebe:candidateGroups': '["review","hall"]',
          'io.camunda.zeebe:candidateUsers': '["li","a"b"]',
          'io.camunda.zeebe:dueDate': '2027-02-01T08:00+08:00',
          'io.camunda.zeebe:followUpDate': '2027-01-01T08:00:30Z',
          office: '海曙',
        },
      },
    ]);
  });

  test('without assignment it has no such header', () => {
    const { jobs } = begun('');
    expect(jobs().map((job) => job.customHeaders)).toEqual([{}]);
  });

  test('is an incident while a part of its assignment is of another kind', () => {
    const { engine, jobs, incident, resolve } = begun(
      '<zeebe:assignmentDefinition assignee="=clerk" candidateUsers="=users"/><zeebe:taskSchedule dueDate="=due"/>',
      { clerk: 7, users: 'li', due: 'soon' },
    );
    const errorType = 'EXTRACT_VALUE_ERROR';
    expect(incident()).toMatchObject({
      errorType,
      errorMessage: "Expected result of the expression 'clerk' to be 'STRING', but was 'NUMBER'.",
    });
    resolve({ clerk: 'wang' });
    expect(incident()).toMatchObject({
      errorType,
      errorMessage: "Expected result of the expression 'users' to be 'ARRAY', but was 'STRING'.",
    });
    resolve({ users: ['li'] });
    expect(incident()).toMatchObject({
      errorType,
      errorMessage: "Invalid date-time format 'soon' for expression 'due'.",
    });
    resolve({ due: '2027-02-01T08:00:00Z' });
    expect(engine.incidents()).toEqual([]);
    expect(jobs()).toMatchObject([
      {
        customHeaders: {
          'io.camunda.zeebe:assignee': 'wang',
          'io.camunda.zeebe:candidateUsers': '["li"]',
          'io.camunda.zeebe:dueDate': '2027-02-01T08:00Z',
        },
      },
    ]);
  });

  test('names the key of its form, once there is one', () => {
    const { engine, jobs, incident, resolve } = begun(
      '<zeebe:formDefinition formId="sheet" bindingType="versionTag" versionTag="v1"/>',
    );
    expect(incident()).toMatchObject({
      errorType: 'FORM_NOT_FOUND',
      errorMessage:
        "Expected to use a form with id 'sheet' and version tag 'v1', but no such form found. To resolve the incident, deploy a form with the given id and version tag.\n",
    });
    const content = JSON.stringify({ id: 'sheet', versionTag: 'v1', components: [] });
    const { forms } = engine.send({ type: 'deploy', resources: [{ name: 'sheet.form', content }] });
    resolve({});
    expect(jobs()).toMatchObject([{ customHeaders: { 'io.camunda.zeebe:formKey': forms[0]?.key } }]);
  });
});
