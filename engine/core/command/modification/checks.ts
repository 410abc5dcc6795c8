/** Everything about a modification that can be seen to be wrong before anything is done. Texts and order as in 8.6.0. */
import type { Element } from '../../../model/index.ts';
import type { Context, Step } from '../../step.ts';
import { contextOf } from '../../transitions.ts';
import type { ActivateInstruction, BpmnElementType, ElementInstance, Key } from '../../types.ts';
import { refusal } from './refusal.ts';
import { isWithin } from './scopes.ts';

/** As 8.6.0 lists them. */
const SUPPORTED: readonly BpmnElementType[] = [
  'PROCESS',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
  'INTERMEDIATE_CATCH_EVENT',
  'INTERMEDIATE_THROW_EVENT',
  'END_EVENT',
  'SERVICE_TASK',
  'RECEIVE_TASK',
  'USER_TASK',
  'MANUAL_TASK',
  'TASK',
  'EXCLUSIVE_GATEWAY',
  'PARALLEL_GATEWAY',
  'EVENT_BASED_GATEWAY',
  'INCLUSIVE_GATEWAY',
  'MULTI_INSTANCE_BODY',
  'CALL_ACTIVITY',
  'BUSINESS_RULE_TASK',
  'SCRIPT_TASK',
  'SEND_TASK',
];

const quoted = (names: readonly string[]): string => [...new Set(names)].map((name) => `'${name}'`).join(', ');

/** @throws Rejected for the first kind of mistake found */
export function check(
  step: Step,
  process: Context,
  activate: readonly ActivateInstruction[],
  terminate: readonly Key[],
): void {
  const { model } = process;
  const unknown = activate.filter(({ elementId }) => !isKnown(process, elementId)).map(({ elementId }) => elementId);
  if (unknown.length > 0) {
    throw refusal(
      process,
      `it contains one or more activate instructions with an element that could not be found: ${quoted(unknown)}`,
    );
  }
  checkKinds(process, activate);
  const gone = terminate.filter((key) => !step.state.elementInstance.get(key));
  if (gone.length > 0) {
    throw refusal(
      process,
      `it contains one or more terminate instructions with an element instance that could not be found: ${quoted(gone)}`,
    );
  }
  const strange = terminate.filter((key) => !belongs(step, process, key));
  if (strange.length > 0) {
    throw refusal(
      process,
      `it contains one or more terminate instructions with an element instance of another process instance: ${quoted(strange)}. Modify that process instance instead.`,
    );
  }
  const scopes = activate.flatMap(({ elementId, variables }) =>
    variables.filter(({ scopeId }) => scopeId !== '').map(({ scopeId }) => ({ elementId, scopeId })),
  );
  const unknownScopes = scopes.filter(({ scopeId }) => !isKnown(process, scopeId)).map(({ scopeId }) => scopeId);
  if (unknownScopes.length > 0) {
    throw refusal(
      process,
      `it contains one or more variable instructions with a scope element id that could not be found: ${quoted(unknownScopes)}`,
    );
  }
  if (scopes.some(({ elementId, scopeId }) => elementId !== scopeId && !isWithin(model, elementId, scopeId))) {
    throw refusal(
      process,
      "it contains one or more variable instructions with a scope element that doesn't belong to the activating element's flow scope. These variables should be set before or after the modification.",
    );
  }
  checkAncestors(step, process, activate);
}

const isKnown = ({ model }: Context, id: string): boolean =>
  id === model.root.id || model.elements.has(id) || model.flows.has(id);

const belongs = (step: Step, process: Context, key: Key): boolean =>
  step.state.elementInstance.get(key)?.processInstanceKey === process.instance.processInstanceKey;

function checkKinds(process: Context, activate: readonly ActivateInstruction[]): void {
  const { model } = process;
  const behindGateway: string[] = [];
  const unsupported: { id: string; type: string }[] = [];
  for (const { elementId } of activate) {
    if (elementId === model.root.id) {
      throw refusal(process, `it asks to activate the process itself: '${elementId}'. Name an element inside it.`);
    }
    const element: Element | undefined = model.elements.get(elementId);
    if (!element) unsupported.push({ id: elementId, type: 'SEQUENCE_FLOW' });
    else if (element.behindEventGateway) behindGateway.push(elementId);
    else if (!SUPPORTED.includes(element.type) && element.type !== 'AD_HOC_SUB_PROCESS')
      unsupported.push({ id: elementId, type: element.type });
  }
  const begin = 'it contains one or more activate instructions for elements that are unsupported: ';
  if (behindGateway.length > 0) {
    throw refusal(
      process,
      `${begin}${quoted(behindGateway)}. The activation of events belonging to an event-based gateway is not supported.`,
    );
  }
  if (unsupported.length > 0) {
    throw refusal(
      process,
      `${begin}${quoted(unsupported.map(({ id }) => id))}. The activation of elements with type ${quoted(unsupported.map(({ type }) => type))} is not supported. Supported element types are: [${SUPPORTED.join(', ')}].`,
    );
  }
}

function checkAncestors(step: Step, process: Context, activate: readonly ActivateInstruction[]): void {
  const named = activate.flatMap(({ elementId, ancestorElementInstanceKey: key }) => (key ? [{ elementId, key }] : []));
  const inactive = named.filter(({ key }) => step.state.elementInstance.get(key)?.state !== 'ACTIVATED');
  if (inactive.length > 0) {
    throw refusal(
      process,
      `it contains one or more activate instructions with an ancestor scope key that does not exist, or is not in an active state: ${quoted(inactive.map(({ key }) => key))}`,
    );
  }
  const strange = named.filter(({ key }) => !belongs(step, process, key));
  if (strange.length > 0) {
    throw refusal(
      process,
      `it contains one or more activate instructions with an ancestor scope key that does not belong to the modified process instance: ${quoted(strange.map(({ key }) => key))}`,
    );
  }
  const wrong = named.flatMap(({ elementId, key }) => {
    const { instance } = contextOf(step.state, key) as { instance: ElementInstance };
    return isWithin(process.model, elementId, instance.elementId)
      ? []
      : [`- instance '${key}' of element '${instance.elementId}' is not an ancestor of element '${elementId}'`];
  });
  if (wrong.length > 0) {
    throw refusal(
      process,
      `it contains one or more activate instructions with an ancestor scope key that is not an ancestor of the element to activate:\n${[...new Set(wrong)].join('\n')}`,
    );
  }
}
