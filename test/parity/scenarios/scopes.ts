import {
  boundary,
  call,
  diagram,
  end,
  error,
  input,
  type Loop,
  loop,
  mapping,
  node,
  onError,
  output,
  scope,
  service,
  start,
  sub,
  timer,
  user,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario } from './scenario.ts';

const child = file(
  'child.bpmn',
  diagram(
    'child',
    [
      start('ChildStart'),
      service('ChildWork', 'child-work'),
      end('ChildEnd'),
      node('exclusiveGateway', 'ChildWay'),
      end('ChildError', onError('e1')),
    ],
    [
      'ChildStart > ChildWork',
      'ChildWork > ChildWay',
      'ChildWay > ChildError : =refused = true',
      'ChildWay > ChildEnd : default',
    ],
    [error('e1', 'TAX_REJECTED')],
  ),
);

const parent = (more: { propagate?: string; ext?: string; target?: string } = {}) =>
  file(
    'parent.bpmn',
    diagram(
      'parent',
      [
        start(),
        call('SubTax', more.target ?? 'child', more),
        boundary('Rejected', 'SubTax', onError('e1')),
        user('TaxProblem'),
        end(),
      ],
      ['Start > SubTax', 'SubTax > End', 'Rejected > TaxProblem', 'TaxProblem > End'],
      [error('e1', 'TAX_REJECTED')],
    ),
  );

const repeated = (parts: Loop, kind: 'job' | 'user' | 'sub' = 'job') => {
  const inner = loop(parts);
  const nodes = {
    job: service('Each', 'each', { inner }),
    user: user('Each', { inner }),
    sub: node('subProcess', 'Each', {
      inner:
        inner +
        scope(
          [start('EachStart'), service('EachWork', 'each'), end('EachEnd')],
          ['EachStart > EachWork', 'EachWork > EachEnd'],
        ),
    }),
  };
  return file('repeated.bpmn', diagram('repeated', [start(), nodes[kind], end()], ['Start > Each', 'Each > End']));
};

export const scopes: Scenario[] = [
  {
    name: 'a sub-process has variables of its own',
    async play(stage) {
      const inner = scope(
        [start('InnerStart'), service('Inner', 'inner'), end('InnerEnd')],
        ['InnerStart > Inner', 'Inner > InnerEnd'],
      );
      const process = diagram(
        'scoped',
        [
          start(),
          sub('Scope', inner, { ext: mapping(input('local', '=outer + 1'), output('result', '=local * 10')) }),
          end(),
        ],
        ['Start > Scope', 'Scope > End'],
      );
      await stage.deploy(file('scoped.bpmn', process));
      await stage.start('scoped', { outer: 1 });
      const [job] = await stage.activate('inner');
      await stage.complete(job, { local: 5, outer: 7, fresh: true });
    },
  },
  {
    name: 'a timer at the boundary ends a sub-process with all that is in it',
    async play(stage) {
      const deep = scope([start('DeepStart'), user('Deep'), end('DeepEnd')], ['DeepStart > Deep', 'Deep > DeepEnd']);
      const inner = scope(
        [start('InnerStart'), service('Inner', 'inner'), sub('Nested', deep), end('InnerEnd')],
        ['InnerStart > Inner', 'InnerStart > Nested', 'Inner > InnerEnd', 'Nested > InnerEnd'],
      );
      const process = diagram(
        'limited',
        [
          start(),
          sub('Scope', inner),
          boundary('TooLong', 'Scope', timer('timeDuration', 'PT1H')),
          end(),
          end('EndTooLong'),
        ],
        ['Start > Scope', 'Scope > End', 'TooLong > EndTooLong'],
      );
      await stage.deploy(file('limited.bpmn', process));
      await stage.start('limited');
      await stage.activate('inner', { timeoutMs: 3 * HOUR });
      await stage.advance(2 * HOUR);
    },
  },
  {
    name: 'a call activity passes variables there and back',
    async play(stage) {
      await stage.deploy(child, parent());
      await stage.start('parent', { caseNo: 'c1' });
      const [job] = await stage.activate('child-work');
      await stage.complete(job, { taxCaseNo: 't1' });
    },
  },
  {
    name: 'a call activity with mappings only',
    async play(stage) {
      await stage.deploy(
        child,
        parent({
          propagate: 'propagateAllChildVariables="false" propagateAllParentVariables="false"',
          ext: mapping(input('case', '=caseNo'), output('tax', '=taxCaseNo')),
        }),
      );
      await stage.start('parent', { caseNo: 'c1', secret: true });
      const [job] = await stage.activate('child-work');
      await stage.complete(job, { taxCaseNo: 't1', more: 1 });
    },
  },
  {
    name: 'an error of the called process is caught by the caller',
    async play(stage) {
      await stage.deploy(child, parent());
      await stage.start('parent', { caseNo: 'c1' });
      const [job] = await stage.activate('child-work');
      await stage.complete(job, { refused: true });
      await stage.completeTask('TaxProblem');
      await stage.start('parent', { caseNo: 'c2' });
      const [other] = await stage.activate('child-work');
      await stage.throwError(other, 'TAX_REJECTED', 'arrears', { arrears: 1 });
    },
  },
  {
    name: 'calling a process that is not there, then deploying it',
    async play(stage) {
      await stage.deploy(parent({ target: 'missing-child' }));
      await stage.start('parent', { caseNo: 'c1' });
      await stage.resolveIncident();
      await stage.deploy(file('missing.bpmn', diagram('missing-child', [start(), end()], ['Start > End'])));
      await stage.resolveIncident();
    },
  },
  {
    name: 'cancelling the caller cancels the called',
    async play(stage) {
      await stage.deploy(child, parent());
      const instance = await stage.start('parent', { caseNo: 'c1' });
      await stage.cancel(instance);
      await stage.activate('child-work');
    },
  },
  {
    name: 'multi-instance in parallel, with results in order',
    async play(stage) {
      await stage.deploy(
        repeated({ collection: '=partyNos', element: 'partyNo', output: ['checked', '={no: partyNo, ok: ok}'] }),
      );
      await stage.start('repeated', { partyNos: [3, 1, 2] });
      const jobs = await stage.activate('each', { max: 3 });
      for (const job of jobs.toReversed()) await stage.complete(job, { ok: job.variables.partyNo !== 1 });
    },
  },
  {
    name: 'multi-instance in sequence',
    async play(stage) {
      await stage.deploy(
        repeated({ collection: '=items', element: 'item', output: ['results', '=result'], sequential: true }),
      );
      await stage.start('repeated', { items: ['a', 'b'] });
      const [first] = await stage.activate('each');
      await stage.complete(first, { result: 1 });
      const [second] = await stage.activate('each');
      await stage.complete(second, { result: 2 });
    },
  },
  {
    name: 'multi-instance over nothing, and over what is no list',
    async play(stage) {
      await stage.deploy(repeated({ collection: '=items', element: 'item', output: ['results', '=result'] }));
      await stage.start('repeated', { items: [] });
      const instance = await stage.start('repeated', { items: 'none' });
      await stage.setVariables(instance, { items: [1] });
      await stage.resolveIncident();
      const [job] = await stage.activate('each');
      await stage.complete(job, { result: 'one' });
    },
  },
  {
    name: 'multi-instance that stops when it has enough',
    async play(stage) {
      await stage.deploy(repeated({ collection: '=items', element: 'item', completionCondition: '=enough = true' }));
      await stage.start('repeated', { items: [1, 2, 3], enough: false });
      const jobs = await stage.activate('each', { max: 3 });
      await stage.complete(jobs[0]);
      await stage.complete(jobs[1], { enough: true });
      await stage.complete(jobs[2]);
    },
  },
  {
    name: 'multi-instance of user tasks and of a sub-process',
    async play(stage) {
      await stage.deploy(repeated({ collection: '=items', element: 'item' }, 'user'));
      const instance = await stage.start('repeated', { items: [1, 2] });
      await stage.completeTask('Each', { a: 1 });
      await stage.cancel(instance);
      await stage.deploy(
        repeated({ collection: '=items', element: 'item', output: ['out', '=got'], sequential: true }, 'sub'),
      );
      await stage.start('repeated', { items: [1, 2] });
      const [first] = await stage.activate('each');
      await stage.complete(first, { got: 'x' });
      const [second] = await stage.activate('each');
      await stage.complete(second, { got: 'y' });
    },
  },
  {
    name: 'an activity with many instances hands its results on when it no longer listens',
    async play(stage) {
      const collected = (collection: string, id: string) =>
        service(id, 'work', { inner: loop({ collection, element: 'item', output: [`got${id}`, '=item'] }) });
      await stage.deploy(
        file(
          'collected.bpmn',
          diagram(
            'collected',
            [
              start(),
              collected('=[]', 'None'),
              boundary('LateNone', 'None', timer('timeDuration', 'PT1H')),
              collected('=[1,2]', 'Two'),
              boundary('LateTwo', 'Two', timer('timeDuration', 'PT1H')),
              end(),
            ],
            ['Start > None', 'None > Two', 'Two > End', 'LateNone > End', 'LateTwo > End'],
          ),
        ),
      );
      await stage.start('collected');
      for (let n = 0; n < 2; n++) {
        const [job] = await stage.activate('work');
        await stage.complete(job);
      }
    },
  },
];
