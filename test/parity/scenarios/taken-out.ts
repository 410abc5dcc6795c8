import { undo } from '../support/compensated.ts';
import {
  call,
  catching,
  compensate,
  diagram,
  end,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  message,
  type Node,
  onMessage,
  onSignal,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  throwing,
  timer,
} from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

type Stage = Parameters<Scenario['play']>[0];

const ROOTS = [signal('s', 'said'), message('m', 'told', '="key"')];
const TWICE = loop({ collection: '=[1,2]' });
const HELD = { ext: listeners(['start', 'held']) };

const job = (id: string): Node => service(id, id.toLowerCase());

/** All of them side by side. */
const beside = (nodes: Node[], id = ''): string =>
  scope(
    [start(`${id}In`), ...nodes, end(`${id}Out`)],
    nodes.flatMap((one) => [`${id}In > ${one.id}`, `${one.id} > ${id}Out`]),
  );

/** The oldest instance of an element that is still there: the body, of many. */
const aliveOf = (stage: Stage, id: string): string =>
  stage.alive().elements.find(({ elementId }) => elementId === id)?.key ?? '';

/** Something that goes on, and `out`, which a modification takes out once `before` is done. */
async function takeOut(stage: Stage, name: string, out: Node, before = async () => {}): Promise<void> {
  const nodes = [start(), service('Other', 'other'), out, end()];
  const flows = ['Start > Other', `Start > ${out.id}`, 'Other > End', `${out.id} > End`];
  await stage.deploy(file(`${name}.bpmn`, diagram(name, nodes, flows, ROOTS)));
  const instance = await stage.start(name);
  await before();
  await stage.modify(instance, { terminate: [aliveOf(stage, out.id)] });
  await stage.cancel(instance);
}

/** In which order a modification ends what is in what it takes out. */
export const takenOut: Scenario[] = [
  {
    name: 'what is in a scope that is taken out is told youngest first and ends the other way round',
    async play(stage) {
      const deep = (id: string) => sub(id, beside([job(`${id}1`), job(`${id}2`)], id));
      await takeOut(stage, 'out-tasks', sub('Out0', beside([job('A'), job('B')])));
      await takeOut(stage, 'out-scopes', sub('Out0', beside([deep('A'), job('B'), deep('C')])));
      await takeOut(stage, 'out-many', service('Out0', 'out', { inner: TWICE }));
      await takeOut(stage, 'out-many-scopes', sub('Out0', TWICE + beside([job('A'), job('B')])));
    },
  },
  {
    name: 'what is taken out gives up its jobs, events and incidents when it is told',
    async play(stage) {
      const stuck = (id: string) => service(id, 'stuck', { ext: mapping(input('x', '=assert(y, y != null)')) });
      const waits = [
        catching('Told', onMessage('m')),
        catching('Said', onSignal('s')),
        catching('Later', timer('timeDuration', 'PT3H')),
      ];
      const reminders = scope(
        [startOn('Said', onSignal('s'), false), job('Remind'), end('Reminded')],
        ['Said > Remind', 'Remind > Reminded'],
      );
      const reminded = scope(
        [start('In'), job('A'), end('Out'), eventSub('Reminder', reminders)],
        ['In > A', 'A > Out'],
      );
      await takeOut(stage, 'out-stuck', sub('Out0', beside([stuck('A'), stuck('B')])));
      await takeOut(stage, 'out-waiting', sub('Out0', beside([job('A'), ...waits])));
      await takeOut(stage, 'out-reminded', sub('Out0', TWICE + reminded), async () => {
        await stage.broadcast('said');
        await stage.broadcast('said');
      });
    },
  },
  {
    name: 'many instances that are held at a listener, all or some of them, are taken out',
    async play(stage) {
      for (const released of [0, 1, 2]) {
        await takeOut(stage, `out-held-${released}`, sub('Out0', TWICE + beside([job('A')]), HELD), async () => {
          for (let count = 0; count < released; count++) await work(stage, 'held');
        });
      }
    },
  },
  {
    name: 'call activities that are taken out by their scope end with what they call',
    async play(stage) {
      const called = diagram('out-called', [start(), job('Work'), end()], ['Start > Work', 'Work > End']);
      const caller = diagram(
        'out-caller',
        [start(), call('Further', 'out-called'), job('Beside'), end()],
        ['Start > Further', 'Start > Beside', 'Further > End', 'Beside > End'],
      );
      await stage.deploy(file('out-called.bpmn', called), file('out-caller.bpmn', caller));
      await takeOut(stage, 'out-calls', sub('Out0', beside([call('A', 'out-called'), call('B', 'out-caller')])));
      await takeOut(stage, 'out-many-calls', call('Out0', 'out-caller', { inner: TWICE }));
    },
  },
  {
    name: 'what could be undone in a scope that is taken out is known until the process ends',
    async play(stage) {
      const [undoA, undoDeep] = [undo('A'), undo('Deep')];
      const undoable = (more: Node[], flows: string[]) =>
        scope(
          [start('In'), job('A'), ...undoA.nodes, ...more, job('B'), end('Out')],
          ['In > A', ...flows, 'B > Out', ...undoA.links],
        );
      const deep = scope(
        [start('DeepIn'), job('Deep'), ...undoDeep.nodes, end('DeepOut')],
        ['DeepIn > Deep', 'Deep > DeepOut', ...undoDeep.links],
      );
      const contents: Record<string, string> = {
        waiting: undoable([], ['A > B']),
        undone: undoable([throwing('Undo', compensate())], ['A > Undo', 'Undo > B']),
        deep: undoable([sub('Inner', deep)], ['A > Inner', 'Inner > B']),
      };
      for (const [name, content] of Object.entries(contents)) {
        for (const after of ['', compensate()]) {
          const id = `out-${name}-${after ? 'undone' : 'over'}`;
          const nodes = [start(), service('Other', 'other'), throwing('Last', after), sub('Out0', content), end()];
          const flows = ['Start > Other', 'Start > Out0', 'Other > Last', 'Last > End', 'Out0 > End'];
          await stage.deploy(file(`${id}.bpmn`, diagram(id, nodes, flows)));
          const instance = await stage.start(id);
          for (const type of ['a', 'deep']) await work(stage, type);
          await stage.modify(instance, { terminate: [aliveOf(stage, 'Out0')] });
          await work(stage, 'other');
          await stage.cancel(instance);
        }
      }
    },
  },
  {
    name: 'what could be undone in a called process is known no more when its call is taken out',
    async play(stage) {
      const undoA = undo('A');
      const called = diagram(
        'out-undoable',
        [start(), job('A'), ...undoA.nodes, job('B'), end()],
        ['Start > A', 'A > B', 'B > End', ...undoA.links],
      );
      await stage.deploy(file('out-undoable.bpmn', called));
      await takeOut(stage, 'out-call', call('Out0', 'out-undoable'), () => work(stage, 'a'));
      await takeOut(stage, 'out-call-scope', sub('Out0', beside([call('Call', 'out-undoable')])), () =>
        work(stage, 'a'),
      );
    },
  },
];
