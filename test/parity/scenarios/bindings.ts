import { call, decisionTable, diagram, end, node, service, start, user } from '../support/diagram.ts';
import type { Stage } from '../support/stage.ts';
import { file, type Scenario } from './scenario.ts';

type File = ReturnType<typeof file>;

const tagOf = (tag: string | null) =>
  tag ? `<zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="${tag}"/>` : '';

/** Something that can be called, in a version that says `text`. */
interface Target {
  /** In the file's name. */
  kind: string;
  version(text: string, tag?: string): File;
  /** A diagram that calls it, with the attributes of the binding; `text` makes versions. */
  caller(binding: string, text?: string): File;
}

const calling = (kind: string, nodes: Parameters<typeof diagram>[1], text: string): File =>
  file(`${kind}-caller.bpmn`, diagram('caller', [start(text), ...nodes, end()], [`${text} > Call`, 'Call > End']));

const TARGETS: Target[] = [
  {
    kind: 'process',
    version: (text, tag) =>
      file(
        'called.bpmn',
        diagram('called', [start(), service('Work', text), end()], ['Start > Work', 'Work > End']).replace(
          /(<bpmn:process id="called"[^>]*>)/,
          `$1${tag ? `<bpmn:extensionElements>${tagOf(tag)}</bpmn:extensionElements>` : ''}`,
        ),
      ),
    caller: (binding, text = 'Start') =>
      calling('process', [call('Call', 'called', { propagate: `propagateAllChildVariables="true" ${binding}` })], text),
  },
  {
    kind: 'decision',
    version: (text, tag) =>
      file(
        'bound-fee.dmn',
        decisionTable('bound-fee', [{ label: 'all', expression: '1' }], [['-', `"${text}"`]]).replace(
          /(<decision [^>]*>)/,
          `$1${tag ? `<extensionElements>${tagOf(tag)}</extensionElements>` : ''}`,
        ),
      ),
    caller: (binding, text = 'Start') =>
      calling(
        'decision',
        [
          node('businessRuleTask', 'Call', {
            ext: `<zeebe:calledDecision decisionId="bound-fee" resultVariable="fee" ${binding}/>`,
          }),
        ],
        text,
      ),
  },
  {
    kind: 'form',
    version: (text, tag) =>
      file(
        'bound-sheet.form',
        JSON.stringify({ id: 'bound-sheet', type: 'default', versionTag: tag, components: [{ type: 'text', text }] }),
      ),
    caller: (binding, text = 'Start') =>
      calling('form', [user('Call', { ext: `<zeebe:formDefinition formId="bound-sheet" ${binding}/>` })], text),
  },
];

const DEPLOYMENT = 'bindingType="deployment"';
const TAGGED = 'bindingType="versionTag" versionTag="v1"';

/** Starts the caller, and says which version it asked for by what is there to do. */
async function callAndLook(stage: Stage): Promise<void> {
  await stage.start('caller');
  for (const type of ['one', 'two', 'three']) await stage.activate(type);
}

export const bindings: Scenario[] = TARGETS.flatMap(({ kind, version, caller }): Scenario[] => [
  {
    name: `a ${kind} bound to the deployment`,
    async play(stage) {
      await stage.deploy(caller(DEPLOYMENT), version('one'));
      await stage.deploy(version('two'));
      await callAndLook(stage);
      // The caller is new, so both get a new version.
      await stage.deploy(caller(DEPLOYMENT, 'Begin'), version('two'));
      await stage.deploy(version('three'));
      await callAndLook(stage);
    },
  },
  {
    name: `a ${kind} that is not in the deployment`,
    async play(stage) {
      await stage.deploy(version('one'));
      await stage.deploy(caller(DEPLOYMENT));
      await stage.start('caller');
      // Both known, but never together.
      await stage.deploy(caller(DEPLOYMENT), version('one'));
      await callAndLook(stage);
      await stage.resolveIncident();
    },
  },
  {
    name: `a ${kind} by its version tag`,
    async play(stage) {
      await stage.deploy(caller(TAGGED));
      await stage.deploy(version('three'));
      await stage.start('caller');
      await stage.deploy(version('one', 'v1'));
      await stage.deploy(version('two', 'v2'));
      await stage.resolveIncident();
      await callAndLook(stage);
      // The tag moves to the latest that has it.
      await stage.deploy(version('three', 'v1'));
      await callAndLook(stage);
    },
  },
]);
