import { diagram, end, escapeXml, headers, node, service, start } from '../support/diagram.ts';
import { drawnElsewhere } from '../support/drawn-elsewhere.ts';
import { file, type Scenario } from './scenario.ts';

const USER_TASK_JOB = 'io.camunda.zeebe:userTask';

/** Tasks in a row, each a user task of the older kind: worked on as a job. */
const userTasks = (id: string, extensions: string[]) => {
  const tasks = extensions.map((ext, at) => node('userTask', `Check${at}`, { ext }));
  const ids = ['Start', ...tasks.map((task) => task.id), 'End'];
  const flows = ids.slice(1).map((to, at) => `${ids[at]} > ${to}`);
  return diagram(id, [start(), ...tasks, end()], flows);
};
const assigned = (attributes: Record<string, string>) =>
  `<zeebe:assignmentDefinition ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
    .join(' ')}/>`;
const schedule = (dueDate: string, followUpDate: string) =>
  `<zeebe:taskSchedule dueDate="${escapeXml(dueDate)}" followUpDate="${escapeXml(followUpDate)}"/>`;
const form = (attribute: string) => `<zeebe:formDefinition ${attribute}/>`;

/** What diagrams of public example repositories hold, deployed and run. */
export const drawnElsewhereScenarios: Scenario[] = [
  {
    name: 'which diagrams deploy, and why the others do not',
    async play(stage) {
      let count = 0;
      for (const [what, xml] of drawnElsewhere(() => `drawn-${++count}`)) {
        stage.answers.push(what);
        // Every parser of FEEL has its own words for what it does not understand.
        if (what === 'an input that is no expression') await stage.deploy(file('drawn.bpmn', xml));
        else await stage.deployForReason(file('drawn.bpmn', xml));
      }
    },
  },
  {
    name: 'a user task that is worked on as a job carries who is to do it, until when and its form in headers',
    async play(stage) {
      const extensions = [
        '',
        assigned({ assignee: 'demo', candidateGroups: 'clerks, heads', candidateUsers: 'ann' }),
        assigned({ assignee: '=boss', candidateGroups: '=groups', candidateUsers: '=["ann", "bob"]' }),
        assigned({ assignee: '=boss' }) + headers({ taskSystem: 'custom' }),
        schedule('2040-01-01T00:00:00Z', '2039-01-01T00:00:00+08:00'),
        schedule('=due', '=date and time("2039-01-01T00:00:00Z")'),
        form('formKey="camunda-forms:bpmn:userTaskForm_1"'),
        form('formKey="=&quot;computed&quot;"'),
      ];
      await stage.deploy(file('tasks.bpmn', userTasks('tasks', extensions)));
      await stage.start('tasks', { boss: 'eve', groups: ['a', 'b'], due: '2040-02-02T00:00:00Z' });
      for (const _ of extensions) {
        const [job] = await stage.activate(USER_TASK_JOB);
        await stage.complete(job);
      }
    },
  },
  {
    name: 'a user task whose assignment cannot be computed, worked on as a job and not',
    async play(stage) {
      const wrong = [
        assigned({ assignee: '=1' }),
        assigned({ assignee: '=nobody' }),
        assigned({ candidateGroups: '=[1]' }),
        assigned({ candidateGroups: '=nobody' }),
        assigned({ candidateUsers: '="ann"' }),
        schedule('=1', '2039-01-01T00:00:00Z'),
        schedule('=nobody', '=nobody'),
        schedule('2040-01-01T00:00:00Z', '="someday"'),
      ];
      for (const [kind, native] of Object.entries({ job: '', task: '<zeebe:userTask/>' })) {
        for (const [at, extension] of wrong.entries()) {
          const id = `wrong-${kind}-${at}`;
          await stage.deploy(file(`${id}.bpmn`, userTasks(id, [native + extension])));
          await stage.start(id);
        }
      }
    },
  },
  {
    name: 'flows that no element lists are taken all the same, and an equals sign alone is text',
    async play(stage) {
      const ext = '<zeebe:ioMapping><zeebe:input source="=" target="sign"/></zeebe:ioMapping>';
      const drawn = diagram(
        'unlisted',
        [start(), service('Work', 'work', { ext }), end()],
        ['Start > Work', 'Work > End'],
      );
      await stage.deploy(file('unlisted.bpmn', drawn.replaceAll(/<bpmn:(incoming|outgoing)>[^<]*<\/bpmn:\1>/g, '')));
      await stage.start('unlisted');
      const [job] = await stage.activate('work');
      await stage.complete(job);
    },
  },
];
