import {
  call,
  decisionTable,
  diagram,
  end,
  message,
  node,
  onMessage,
  onSignal,
  service,
  signal,
  start,
  timer,
  user,
} from '../support/diagram.ts';
import type { Stage } from '../support/stage.ts';
import { file, HOUR, MINUTE, type Scenario, work } from './scenario.ts';

// What happens when a resource is deleted that others still need. Each version does work of its own type, so that the
// trace says which one runs.

const versioned = (id: string, version: number, more: { startInner?: string; roots?: string[] } = {}) =>
  file(
    `${id}.bpmn`,
    diagram(
      id,
      [start('Start', more.startInner ?? ''), service('Work', `${id}-v${version}`), end()],
      ['Start > Work', 'Work > End'],
      more.roots,
    ),
  );

const onTime = (id: string, version: number, cycle: string) =>
  versioned(id, version, { startInner: timer('timeCycle', cycle) });
const onMessageOf = (id: string, version: number, name: string) =>
  versioned(id, version, { startInner: onMessage('M'), roots: [message('M', name)] });
const onSignalOf = (id: string, version: number, name: string) =>
  versioned(id, version, { startInner: onSignal('S'), roots: [signal('S', name)] });

const decision = (id: string, output: string) =>
  file(`${id}.dmn`, decisionTable(id, [{ label: 'n', expression: 'n' }], [['-', `"${output}"`]]));

const form = (id: string, label: string) =>
  file(`${id}.form`, JSON.stringify({ id, type: 'default', components: [{ type: 'text', text: label }] }));

const asking = (id: string, formId: string) =>
  file(
    `${id}.bpmn`,
    diagram(
      id,
      [start(), user('Ask', { ext: `<zeebe:formDefinition formId="${formId}"/>` }), end()],
      ['Start > Ask', 'Ask > End'],
    ),
  );

const deciding = (id: string, decisionId: string) =>
  file(
    `${id}.bpmn`,
    diagram(
      id,
      [
        start(),
        node('businessRuleTask', 'Decide', {
          ext: `<zeebe:calledDecision decisionId="${decisionId}" resultVariable="said"/>`,
        }),
        service('Work', `${id}-work`),
        end(),
      ],
      ['Start > Decide', 'Decide > Work', 'Work > End'],
    ),
  );

const calling = (id: string, processId: string) =>
  file(`${id}.bpmn`, diagram(id, [start(), call('Call', processId), end()], ['Start > Call', 'Call > End']));

async function remove(stage: Stage, id: string, version: number): Promise<void> {
  await stage.deleteResource(`${id} version ${version}`, stage.resource(id, version));
  stage.noteResources();
}

async function deployAndNote(stage: Stage, ...files: { name: string; content: string }[]): Promise<void> {
  await stage.deploy(...files);
  stage.noteResources();
}

export const deletion: Scenario[] = [
  {
    name: 'a process without instances is deleted, and cannot be started or deleted again',
    async play(stage) {
      await deployAndNote(stage, versioned('gone', 1));
      const key = stage.resource('gone', 1);
      await remove(stage, 'gone', 1);
      await stage.start('gone');
      await stage.start('gone', {}, 1);
      await stage.startKey(key);
      await stage.deleteResource('gone again', key);
      await stage.deleteResource('what never was', '2251900000000000');
      stage.noteResources();
    },
  },
  {
    name: 'what is deployed again after its deletion',
    async play(stage) {
      await deployAndNote(stage, versioned('back', 1));
      await remove(stage, 'back', 1);
      await deployAndNote(stage, versioned('back', 1));
      await stage.start('back');
      await work(stage, 'back-v1');
      await deployAndNote(stage, versioned('back', 2));
      await remove(stage, 'back', 3);
      // The same as the one that is the latest now, and the same as the one that was deleted last.
      await deployAndNote(stage, versioned('back', 1));
      await deployAndNote(stage, versioned('back', 2));
      await stage.start('back');
    },
  },
  {
    name: 'the latest version is deleted: the one before is the latest',
    async play(stage) {
      await deployAndNote(stage, versioned('falls', 1));
      await deployAndNote(stage, versioned('falls', 2));
      await deployAndNote(stage, versioned('falls', 3));
      const key = stage.resource('falls', 3);
      await remove(stage, 'falls', 2);
      await stage.start('falls');
      await work(stage, 'falls-v3');
      await remove(stage, 'falls', 3);
      await stage.start('falls');
      await stage.start('falls', {}, 2);
      await stage.start('falls', {}, 3);
      await stage.startKey(key);
      await work(stage, 'falls-v1');
      await deployAndNote(stage, versioned('falls', 4));
      await stage.start('falls');
    },
  },
  {
    name: 'a process with running instances cannot be deleted',
    async play(stage) {
      await deployAndNote(stage, versioned('running', 1));
      const key = stage.resource('running', 1);
      await stage.start('running');
      const cancelled = await stage.start('running');
      await remove(stage, 'running', 1);
      await work(stage, 'running-v1');
      await stage.deleteResource('running again', key);
      await stage.cancel(cancelled);
      await stage.deleteResource('running, when all have ended', key);
      stage.noteResources();
    },
  },
  {
    name: 'the latest version with running instances stays the latest; an older one is deleted when its last one ends',
    async play(stage) {
      await deployAndNote(stage, versioned('ahead', 1));
      await stage.start('ahead');
      await deployAndNote(stage, versioned('ahead', 2));
      await stage.start('ahead');
      await remove(stage, 'ahead', 2);
      await remove(stage, 'ahead', 1);
      await work(stage, 'ahead-v1');
      await remove(stage, 'ahead', 1);
      await stage.start('ahead');
      await work(stage, 'ahead-v2');
    },
  },
  {
    name: 'the timers of the version before start again',
    async play(stage) {
      await deployAndNote(stage, onTime('timed', 1, 'R/PT1H'));
      await stage.advance(30 * MINUTE);
      await deployAndNote(stage, onTime('timed', 2, 'R/PT4H'));
      await stage.advance(20 * MINUTE);
      await remove(stage, 'timed', 2);
      await stage.advance(HOUR);
      await work(stage, 'timed-v1');
      await remove(stage, 'timed', 1);
      await stage.advance(4 * HOUR);
    },
  },
  {
    name: 'an older version with a timer is deleted: that of the latest goes on',
    async play(stage) {
      await deployAndNote(stage, onTime('kept', 1, 'R/PT1H'));
      await deployAndNote(stage, onTime('kept', 2, 'R/PT2H'));
      await remove(stage, 'kept', 1);
      await stage.advance(2 * HOUR);
      await work(stage, 'kept-v2');
      await remove(stage, 'kept', 2);
      await stage.advance(4 * HOUR);
    },
  },
  {
    name: 'the message starts of the version before start again',
    async play(stage) {
      await deployAndNote(stage, onMessageOf('told-start', 1, 'told-one'));
      await deployAndNote(stage, onMessageOf('told-start', 2, 'told-two'));
      await stage.publish('told-one', 'a');
      await remove(stage, 'told-start', 2);
      await stage.publish('told-one', 'b');
      await stage.publish('told-two', 'c');
      await work(stage, 'told-start-v1');
      await remove(stage, 'told-start', 1);
      await stage.publish('told-one', 'd');
    },
  },
  {
    name: 'a message waits for the start event that a deletion brings back',
    async play(stage) {
      await deployAndNote(stage, onMessageOf('waits', 1, 'waits-once'));
      await deployAndNote(stage, versioned('waits', 2));
      await stage.publish('waits-once', 'a', { ttlMs: 2 * HOUR });
      await remove(stage, 'waits', 2);
      await stage.publish('waits-once', 'b');
    },
  },
  {
    name: 'the signal starts of the version before start again',
    async play(stage) {
      await deployAndNote(stage, onSignalOf('heard', 1, 'heard-one'));
      await deployAndNote(stage, onSignalOf('heard', 2, 'heard-two'));
      await remove(stage, 'heard', 2);
      await stage.broadcast('heard-one');
      await stage.broadcast('heard-two');
      await work(stage, 'heard-v1');
      await remove(stage, 'heard', 1);
      await stage.broadcast('heard-one');
    },
  },
  {
    name: 'a process is called that is deleted',
    async play(stage) {
      await deployAndNote(stage, versioned('callee-gone', 1), calling('caller-of-gone', 'callee-gone'));
      await remove(stage, 'callee-gone', 1);
      await stage.start('caller-of-gone');
      await deployAndNote(stage, versioned('callee-gone', 2));
      await stage.resolveIncident();
      await remove(stage, 'callee-gone', 2);
      await work(stage, 'callee-gone-v2');
      await remove(stage, 'callee-gone', 2);
      await remove(stage, 'caller-of-gone', 1);
    },
  },
  {
    name: 'a process is deleted when its instances have migrated away',
    async play(stage) {
      await deployAndNote(stage, versioned('leaving', 1), versioned('arriving', 1));
      const instance = await stage.start('leaving');
      await stage.migrate(instance, 'arriving', { Work: 'Work' });
      await remove(stage, 'arriving', 1);
      await remove(stage, 'leaving', 1);
      await work(stage, 'leaving-v1');
      await remove(stage, 'arriving', 1);
    },
  },
  {
    name: 'an instance is migrated to a deleted process',
    async play(stage) {
      await deployAndNote(stage, versioned('source', 1), versioned('target', 1));
      const instance = await stage.start('source');
      await remove(stage, 'target', 1);
      await stage.migrate(instance, 'target', { Work: 'Work' });
      await work(stage, 'source-v1');
    },
  },
  {
    name: 'decisions are deleted with their graph: the version before decides',
    async play(stage) {
      await deployAndNote(stage, decision('ruled', 'first'));
      await deployAndNote(stage, decision('ruled', 'second'), deciding('by-rule', 'ruled'));
      await stage.evaluate('ruled');
      await stage.deleteResource('one decision', stage.resource('ruled', 2));
      await remove(stage, 'ruled_drg', 2);
      await stage.evaluate('ruled');
      await stage.start('by-rule');
      await remove(stage, 'ruled_drg', 1);
      await stage.evaluate('ruled');
      await stage.start('by-rule');
      await stage.deleteResource('ruled_drg again', stage.resource('ruled_drg', 1));
      await deployAndNote(stage, decision('ruled', 'third'));
      await stage.resolveIncident();
      await stage.evaluate('ruled');
    },
  },
  {
    name: 'the same decisions are deployed again after their deletion',
    async play(stage) {
      await deployAndNote(stage, decision('again_ruled', 'first'));
      await remove(stage, 'again_ruled_drg', 1);
      await deployAndNote(stage, decision('again_ruled', 'first'));
      await deployAndNote(stage, decision('again_ruled', 'second'));
      await remove(stage, 'again_ruled_drg', 3);
      await deployAndNote(stage, decision('again_ruled', 'first'));
      await stage.evaluate('again_ruled');
    },
  },
  {
    name: 'an older graph of decisions is deleted: the latest decides',
    async play(stage) {
      await deployAndNote(stage, decision('old_ruled', 'first'));
      await deployAndNote(stage, decision('old_ruled', 'second'));
      await remove(stage, 'old_ruled_drg', 1);
      await stage.evaluate('old_ruled');
    },
  },
  {
    name: 'a form is deleted: a task asks for the version before, or raises an incident',
    async play(stage) {
      await deployAndNote(stage, form('sheet', 'one'), asking('asks', 'sheet'));
      await deployAndNote(stage, form('sheet', 'two'));
      await remove(stage, 'sheet', 2);
      await stage.start('asks');
      await remove(stage, 'sheet', 1);
      await stage.start('asks');
      await stage.deleteResource('sheet again', stage.resource('sheet', 1));
      await deployAndNote(stage, form('sheet', 'two'));
      await stage.resolveIncident();
      await stage.completeTask('Ask');
    },
  },
  {
    name: 'versions of forms and decisions after a deletion',
    async play(stage) {
      await deployAndNote(stage, form('paper', 'one'), decision('counted', 'one'));
      await deployAndNote(stage, form('paper', 'two'), decision('counted', 'two'));
      await deployAndNote(stage, form('paper', 'three'), decision('counted', 'three'));
      await remove(stage, 'paper', 2);
      await remove(stage, 'counted_drg', 2);
      await deployAndNote(stage, form('paper', 'four'), decision('counted', 'four'));
      await remove(stage, 'paper', 4);
      await remove(stage, 'counted_drg', 4);
      await deployAndNote(stage, form('paper', 'four'), decision('counted', 'four'));
      await deployAndNote(stage, form('paper', 'five'), decision('counted', 'five'));
      await stage.evaluate('counted');
    },
  },
  {
    name: 'an older form is deleted: a task asks for the latest',
    async play(stage) {
      await deployAndNote(stage, form('blank', 'one'), asking('fills', 'blank'));
      await deployAndNote(stage, form('blank', 'two'));
      await remove(stage, 'blank', 1);
      await stage.start('fills');
      await stage.completeTask('Ask');
    },
  },
  {
    name: 'the latest is deployed again after an older version was deleted',
    async play(stage) {
      const all = (version: number) => [
        versioned('same', version),
        form('same_form', String(version)),
        decision('same_rule', String(version)),
      ];
      for (const one of all(1)) await deployAndNote(stage, one);
      for (const one of all(2)) await deployAndNote(stage, one);
      for (const id of ['same', 'same_form', 'same_rule_drg']) await remove(stage, id, 1);
      for (const one of all(2)) await deployAndNote(stage, one);
    },
  },
  {
    name: 'the version before is deployed again after the latest was deleted',
    async play(stage) {
      const all = (version: number) => [
        versioned('before', version),
        form('before_form', String(version)),
        decision('before_rule', String(version)),
      ];
      for (const one of all(1)) await deployAndNote(stage, one);
      for (const one of all(2)) await deployAndNote(stage, one);
      for (const id of ['before', 'before_form', 'before_rule_drg']) await remove(stage, id, 2);
      for (const one of all(1)) await deployAndNote(stage, one);
      await stage.start('before');
      await stage.evaluate('before_rule');
    },
  },
  {
    name: 'a resource is deleted over REST',
    async play(stage) {
      await deployAndNote(stage, versioned('rest', 1), form('rest_form', 'one'));
      const instance = await stage.start('rest');
      await stage.deleteResource('rest, which runs', stage.resource('rest'), 'rest');
      await stage.cancel(instance);
      for (const id of ['rest', 'rest_form', 'rest_form']) await stage.deleteResource(id, stage.resource(id), 'rest');
      stage.noteResources();
    },
  },
];
