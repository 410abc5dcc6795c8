import { diagram, end, headers, node, start, user } from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

/** A user task without `zeebe:userTask`: a job of a reserved type. */
const asked = (ext: string) =>
  file('ask.bpmn', diagram('ask', [start(), node('userTask', 'Ask', { ext }), end()], ['Start > Ask', 'Ask > End']));
const TYPE = 'io.camunda.zeebe:userTask';
const form = (id: string, more = {}) =>
  file(`${id}.form`, JSON.stringify({ id, type: 'default', components: [], ...more }));
const assignment = (attributes: string) => `<zeebe:assignmentDefinition ${attributes}/>`;
const schedule = (attributes: string) => `<zeebe:taskSchedule ${attributes}/>`;

export const userTaskJobs: Scenario[] = [
  {
    name: 'a user task that is a job carries its assignment',
    async play(stage) {
      await stage.deploy(
        asked(
          assignment('assignee="wang" candidateGroups="review, hall" candidateUsers="li"') +
            schedule('dueDate="2027-02-01T08:00:00+08:00" followUpDate="2027-01-01T08:00:00Z"') +
            '<zeebe:formDefinition formKey="camunda-forms:bpmn:ask"/>' +
            headers({ office: '海曙' }),
        ),
      );
      await stage.start('ask');
      await work(stage, TYPE);
    },
  },
  {
    name: 'a user task that is a job computes its assignment',
    async play(stage) {
      await stage.deploy(
        asked(
          assignment('assignee="=clerk" candidateGroups="=[&quot;review&quot;, group]" candidateUsers="=users"') +
            schedule('dueDate="=due" followUpDate="=later"'),
        ),
      );
      const given = { clerk: 'wang', group: 'a"b', users: ['li', 'wu'], due: '2027-02-01T08:00:00+08:00' };
      await stage.start('ask', given);
      await work(stage, TYPE);
      await stage.start('ask', { users: [] });
      await work(stage, TYPE);
    },
  },
  {
    name: 'a user task that is a job whose assignment is of another kind',
    async play(stage) {
      await stage.deploy(asked(assignment('assignee="=clerk" candidateUsers="=users"') + schedule('dueDate="=due"')));
      const instance = await stage.start('ask', { clerk: 7, users: 'li', due: 'soon' });
      await stage.setVariables(instance, { clerk: 'wang' });
      await stage.resolveIncident();
      await stage.setVariables(instance, { users: ['li'] });
      await stage.resolveIncident();
      await stage.setVariables(instance, { due: '2027-02-01T08:00:00Z' });
      await stage.resolveIncident();
      await work(stage, TYPE);
    },
  },
  {
    name: 'a user task that is a job has no form until one is deployed',
    async play(stage) {
      await stage.deploy(
        asked('<zeebe:formDefinition formId="asked-sheet" bindingType="versionTag" versionTag="v1"/>'),
      );
      await stage.deploy(form('asked-sheet'));
      await stage.start('ask');
      await stage.deploy(form('asked-sheet', { versionTag: 'v1' }));
      await stage.resolveIncident();
      await work(stage, TYPE);
    },
  },
  ...['io.camunda.zeebe:assignee', 'io.camunda.zeebe:mine'].map(
    (name): Scenario => ({
      name: `a user task that is a job with the header ${name} of its own`,
      async play(stage) {
        await stage.deploy(asked(assignment('assignee="wang"') + headers({ [name]: 'somebody' })));
      },
    }),
  ),
  {
    name: 'a user task that is a job with an embedded form',
    async play(stage) {
      await stage.deploy(asked('<zeebe:formDefinition formKey="camunda-forms:bpmn:sheet"/>'));
      await stage.start('ask');
      await work(stage, TYPE);
    },
  },
  ...(['a job', 'native'] as const).map(
    (kind): Scenario => ({
      name: `what is null in the assignment of a user task that is ${kind}`,
      async play(stage) {
        const attributes = [
          assignment('assignee="=none"'),
          assignment('candidateGroups="=none"'),
          assignment('candidateUsers="=none"'),
          schedule('dueDate="=none"'),
          schedule('followUpDate="=none"'),
          '<zeebe:formDefinition formId="=none"/>',
          schedule('dueDate="=late"'),
          assignment('candidateUsers="=mixed"'),
        ];
        for (const [at, ext] of attributes.entries()) {
          const id = `ask-${at}`;
          const task = kind === 'native' ? user('Ask', { ext }) : node('userTask', 'Ask', { ext });
          await stage.deploy(file(`${id}.bpmn`, diagram(id, [start(), task, end()], ['Start > Ask', 'Ask > End'])));
          await stage.start(id, { late: 'soon', mixed: ['li', 7] });
          if (kind === 'a job') await stage.activate(TYPE);
        }
      },
    }),
  ),
];
