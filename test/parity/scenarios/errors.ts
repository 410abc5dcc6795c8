import {
  boundary,
  diagram,
  end,
  error,
  eventSub,
  mapping,
  message,
  onError,
  onMessage,
  output,
  scope,
  service,
  start,
  sub,
} from '../support/diagram.ts';
import { file, type Scenario } from './scenario.ts';

const caught = (ref: string | undefined, ext = '') =>
  file(
    'caught.bpmn',
    diagram(
      'caught',
      [start(), service('Work', 'work'), boundary('Refused', 'Work', onError(ref), { ext }), end(), end('EndRefused')],
      ['Start > Work', 'Work > End', 'Refused > EndRefused'],
      [error('e1', 'UNIT_RESTRICTED'), error('e2', 'OTHER')],
    ),
  );

export const errors: Scenario[] = [
  {
    name: 'a thrown error is caught at the boundary',
    async play(stage) {
      await stage.deploy(caught('e1', mapping(output('why', '=reason'))));
      await stage.start('caught', { reason: 'none' });
      const [job] = await stage.activate('work');
      await stage.throwError(job, 'UNIT_RESTRICTED', 'seized', { reason: 'seizure 12' });
      await stage.complete(job);
    },
  },
  {
    name: 'an error nobody catches is an incident',
    async play(stage) {
      await stage.deploy(caught('e1'));
      await stage.start('caught');
      const [job] = await stage.activate('work');
      await stage.throwError(job, 'UNKNOWN_CODE', 'what is this');
      await stage.resolveIncident();
      await stage.retries(job, 1);
      await stage.resolveIncident();
      const [again] = await stage.activate('work');
      await stage.complete(again);
    },
  },
  {
    name: 'a boundary without a code catches every error',
    async play(stage) {
      await stage.deploy(caught(undefined));
      await stage.start('caught');
      const [job] = await stage.activate('work');
      await stage.throwError(job, 'ANYTHING', '', { a: 1 });
    },
  },
  {
    name: 'an error end event leaves its sub-process',
    async play(stage) {
      const inner = scope(
        [start('InnerStart'), service('InnerWork', 'work'), end('InnerRefused', onError('e1'))],
        ['InnerStart > InnerWork', 'InnerWork > InnerRefused'],
      );
      const process = diagram(
        'error-end',
        [
          start(),
          sub('Handling', inner),
          boundary('Refused', 'Handling', onError('e1')),
          boundary('Other', 'Handling', onError()),
          service('Undo', 'undo'),
          end(),
          end('EndOther'),
        ],
        ['Start > Handling', 'Handling > End', 'Refused > Undo', 'Undo > End', 'Other > EndOther'],
        [error('e1', 'REFUSED')],
      );
      await stage.deploy(file('error-end.bpmn', process));
      await stage.start('error-end');
      const [job] = await stage.activate('work');
      await stage.complete(job, { decision: 'refuse' });
      const [undo] = await stage.activate('undo');
      await stage.complete(undo);
    },
  },
  {
    name: 'an error end event without a catcher',
    async play(stage) {
      const process = diagram(
        'error-out',
        [start(), end('Refused', onError('e1'))],
        ['Start > Refused'],
        [error('e1', 'REFUSED')],
      );
      await stage.deploy(file('error-out.bpmn', process));
      const instance = await stage.start('error-out');
      await stage.cancel(instance);
    },
  },
  {
    name: 'an event sub-process catches an error of its scope',
    async play(stage) {
      const handler = scope(
        [start('Caught', onError('e1')), service('Repair', 'repair'), end('Repaired')],
        ['Caught > Repair', 'Repair > Repaired'],
      );
      const inner = scope(
        [
          start('InnerStart'),
          service('InnerWork', 'work'),
          service('Beside', 'beside'),
          end('InnerEnd'),
          eventSub('OnError', handler),
        ],
        ['InnerStart > InnerWork', 'InnerStart > Beside', 'InnerWork > InnerEnd', 'Beside > InnerEnd'],
      );
      const process = diagram(
        'error-sub',
        [start(), sub('Handling', inner), end()],
        ['Start > Handling', 'Handling > End'],
        [error('e1', 'REPAIRABLE')],
      );
      await stage.deploy(file('error-sub.bpmn', process));
      await stage.start('error-sub');
      const [job] = await stage.activate('work');
      await stage.throwError(job, 'REPAIRABLE', 'fix me', { what: 'contract' });
      await stage.activate('beside');
      const [repair] = await stage.activate('repair');
      await stage.complete(repair);
    },
  },
  {
    name: 'an error out of an interrupting event sub-process is caught by nobody',
    async play(stage) {
      const handler = scope(
        [start('Withdrawn', onMessage('m1')), service('Check', 'check'), end('GiveUp', onError('e1'))],
        ['Withdrawn > Check', 'Check > GiveUp'],
      );
      const inner = scope(
        [start('InnerStart'), service('InnerWork', 'work'), end('InnerEnd'), eventSub('OnWithdraw', handler)],
        ['InnerStart > InnerWork', 'InnerWork > InnerEnd'],
      );
      const process = diagram(
        'give-up',
        [start(), sub('Handling', inner), boundary('GivenUp', 'Handling', onError('e1')), end(), end('EndGivenUp')],
        ['Start > Handling', 'Handling > End', 'GivenUp > EndGivenUp'],
        [error('e1', 'WITHDRAWN'), message('m1', 'msg.give.up', '=caseNo')],
      );
      await stage.deploy(file('give-up.bpmn', process));
      const instance = await stage.start('give-up', { caseNo: 'c1' });
      await stage.publish('msg.give.up', 'c1', { ttlMs: 0 });
      const [job] = await stage.activate('check');
      await stage.complete(job);
      await stage.cancel(instance);
    },
  },
  {
    name: 'commands for jobs that are not there',
    async play(stage) {
      await stage.deploy(caught('e1'));
      await stage.complete(undefined);
      await stage.fail(undefined, { retries: 1 });
      await stage.throwError(undefined, 'X');
      await stage.retries(undefined, 1);
      await stage.resolveIncident();
      await stage.cancel('2251900000000000');
      await stage.start('no-such-process');
      await stage.start('caught');
      const [job] = await stage.activate('work');
      await stage.fail(job, { retries: 0, message: 'x' });
      await stage.fail(job, { retries: 1 });
      await stage.throwError(job, 'UNIT_RESTRICTED');
    },
  },
];
