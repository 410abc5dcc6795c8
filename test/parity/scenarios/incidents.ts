import {
  boundary,
  call,
  catching,
  diagram,
  end,
  input,
  loop,
  mapping,
  message,
  type Node,
  node,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  throwing,
  user,
} from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

const ROOTS = [message('m', 'm', '="key"'), signal('s', 'incident-signal')];
const failing = '=assert(x, x != null, "no x")';
const before = mapping(input('in', failing));
const after = mapping(output('out', failing));

/** One element between start and end, or instead of one of them; and what stands beside it. */
function around(id: string, odd: Node, besides: Node[] = [], flows: string[] = []): string {
  const first = odd.tag === 'startEvent' ? odd : start();
  const last = odd.tag === 'endEvent' ? odd : end();
  const middle = odd === first || odd === last ? [] : [odd];
  const line = [first, ...middle, last];
  return diagram(
    id,
    [...line, ...besides],
    [...line.slice(1).map((to, at) => `${line[at]?.id} > ${to.id}`), ...flows],
    ROOTS,
  );
}

const inside = scope([start('In'), service('Inner', 'inner'), end('Out')], ['In > Inner', 'Inner > Out']);

/** Each comes to a stop by itself, or after a job of type 'go'. */
const stopped: Record<string, Node | [Node, Node[], string[]?]> = {
  'start event': start('Odd', '', after),
  'none end event': end('Odd', '', after),
  'signal end event': end('Odd', onSignal('s'), before),
  'error end event': end('Odd', onError(), ''),
  'escalation end event': end('Odd', onEscalation(), after),
  'none throw event': throwing('Odd', '', after),
  'signal throw event': throwing('Odd', onSignal('s'), before),
  'message throw event': throwing('Odd', onMessage('m'), `<zeebe:taskDefinition type="=x"/>`),
  'catch event': catching('Odd', onMessage('m'), before),
  'service task before': service('Odd', 'go', { ext: before }),
  'service task after': service('Odd', 'go', { ext: after }),
  'user task': user('Odd', { ext: before }),
  'script task': node('scriptTask', 'Odd', {
    ext: `<zeebe:script expression="${failing.replaceAll('"', '&quot;')}" resultVariable="y"/>`,
  }),
  'script task after': node('scriptTask', 'Odd', { ext: `<zeebe:script expression="=1" resultVariable="y"/>${after}` }),
  'rule task': node('businessRuleTask', 'Odd', {
    ext: '<zeebe:calledDecision decisionId="nowhere" resultVariable="y"/>',
  }),
  'receive task': node('receiveTask', 'Odd', { attrs: 'messageRef="m"', ext: before }),
  'call activity': call('Odd', 'nowhere'),
  'call activity before': call('Odd', 'nowhere', { ext: before }),
  'sub-process before': sub('Odd', inside, { ext: before }),
  'multi-instance activity': service('Odd', 'go', { inner: loop({ collection: '=x' }) }),
  'inner multi-instance activity': service('Odd', 'go', { ext: before, inner: loop({ collection: '=[1]' }) }),
  'boundary event': [
    service('Work', 'go'),
    [boundary('Odd', 'Work', onError(), { ext: after }), end('Caught')],
    ['Odd > Caught'],
  ],
  'event sub-process': [
    service('Work', 'go'),
    [
      node('subProcess', 'Around', {
        attrs: 'triggeredByEvent="true"',
        inner: scope([startOn('Odd', onError(), true, after), end('Caught')], ['Odd > Caught']),
      }),
    ],
  ],
};

const LONG = 'It went wrong. '.repeat(800);
/** Characters of two units each, so that a cut between an odd and an even unit goes through one of them. */
const PAIRS = '\u{1F3E0}'.repeat(6_000);

export const incidents: Scenario[] = [
  {
    name: 'an incident is over when its element is ended',
    async play(stage) {
      for (const [at, [what, found]] of Object.entries(stopped).entries()) {
        stage.answers.push(what);
        const [odd, besides = [], flows = []] = Array.isArray(found) ? found : [found];
        const id = `stopped-${at}`;
        await stage.deploy(file(`${id}.bpmn`, around(id, odd, besides, flows)));
        const instance = await stage.start(id);
        if (Array.isArray(found)) {
          const [job] = await stage.activate('go');
          await stage.throwError(job, 'E');
        } else if (what === 'service task after') await work(stage, 'go');
        await stage.cancel(instance);
      }
    },
  },
  {
    name: 'the message of a job is cut, that of an expression is not',
    async play(stage) {
      const types = {
        'many warnings': '=for i in 1..300 return nope',
        'a long value in a warning': '=text + 1',
        'a long reason': '=assert(nope, nope != null, text)',
      };
      for (const [at, [what, type]] of Object.entries(types).entries()) {
        stage.answers.push(what);
        const id = `wordy-${at}`;
        await stage.deploy(file(`${id}.bpmn`, around(id, service('Odd', type))));
        await stage.cancel(await stage.start(id, { text: LONG }));
      }
      stage.answers.push('a worker');
      await stage.deploy(file('wordy.bpmn', around('wordy', service('Odd', 'wordy'))));
      for (const message of [LONG, LONG.slice(0, 10_000), `x${PAIRS}`]) {
        const instance = await stage.start('wordy');
        const [first] = await stage.activate('wordy');
        await stage.fail(first, { retries: 1, message });
        const [second] = await stage.activate('wordy');
        await stage.fail(second, { retries: 0, message });
        await stage.cancel(instance);
      }
      await stage.start('wordy');
      const [job] = await stage.activate('wordy');
      await stage.throwError(job, 'UNCAUGHT', LONG);
    },
  },
];
