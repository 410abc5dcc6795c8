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
];
