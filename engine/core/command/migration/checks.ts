/** What stands against a migration. Texts as in 8.6.0. */
import type { Element } from '../../../model/index.ts';
import { Rejected, type Step } from '../../step.ts';
import { contextOf } from '../../transitions.ts';
import type { CommandOf, ElementInstance } from '../../types.ts';
import { type Catcher, catchersIn, type Moved, type Plan, refuse } from './plan.ts';

type Migrate = CommandOf<'migrateProcessInstance'>;

/** @throws Rejected when an instruction names what is not there, or one element twice */
export function checkMapping({ processInstanceKey, mapping }: Migrate, { source, model }: Plan): void {
  const invalid = (what: string) =>
    new Rejected('INVALID_ARGUMENT', `Expected to migrate process instance '${processInstanceKey}' but ${what}`);
  const sources = mapping.map(({ sourceElementId }) => sourceElementId);
  const twice = [...new Set(sources.filter((id, at) => sources.indexOf(id) !== at))];
  if (twice.length > 0) {
    throw invalid(`the mapping instructions contain duplicate source element ids '[${twice.join(', ')}]'.`);
  }
  const known = ({ root, elements, flows }: Plan['model'], id: string) =>
    id === root.id || elements.has(id) || flows.has(id);
  for (const { sourceElementId, targetElementId } of mapping) {
    if (!known(source, sourceElementId)) {
      throw invalid(
        `mapping instructions contain a non-existing source element id '${sourceElementId}'. Elements provided in mapping instructions must exist in the source process definition.`,
      );
    }
    if (!known(model, targetElementId)) {
      throw invalid(
        `mapping instructions contain a non-existing target element id '${targetElementId}'. Elements provided in mapping instructions must exist in the target process definition.`,
      );
    }
  }
}

/** What 8.6.0 does not migrate: what is passed at once, unless a listener, a job or an incident holds it. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'START_EVENT',
  'INTERMEDIATE_THROW_EVENT',
  'BOUNDARY_EVENT',
  'END_EVENT',
  'PARALLEL_GATEWAY',
  'INCLUSIVE_GATEWAY',
  'TASK',
  'MANUAL_TASK',
]);

/** What becomes of one active element instance. @throws Rejected when it cannot become that */
export function checkElement(step: Step, plan: Plan, instance: ElementInstance): Moved {
  const from = contextOf(step.state, instance.key);
  if (!from) throw new Error(`element instance ${instance.key} is not in memory`);
  if (UNSUPPORTED.has(instance.elementType)) {
    throw refuse(
      plan,
      `active element with id '${instance.elementId}' has an unsupported type. The migration of a ${instance.elementType} is not supported.`,
    );
  }
  const element = instance.elementType === 'PROCESS' ? plan.model.root : targetOf(plan, instance);
  if (instance.elementType !== 'PROCESS') checkKind(step, plan, instance, from.element, element);
  if ((instance.internal.activeFlows ?? 0) > 0) {
    throw refuse(plan, 'a concurrent command was executed on the process instance. Please retry the migration.');
  }
  const catchers = catchersIn(plan.source, from.element, instance);
  const newCatchers = catchersIn(plan.model, element, instance);
  checkCatchers(plan, instance, element, catchers, attachable(instance, newCatchers));
  return { from, element, catchers, newCatchers };
}

function targetOf(plan: Plan, { elementId }: ElementInstance): Element {
  const target = plan.model.elements.get(plan.mapping.get(elementId) ?? '');
  if (target) return target;
  throw refuse(
    plan,
    `no mapping instruction defined for active element with id '${elementId}'. Elements cannot be migrated without a mapping.`,
  );
}

const isJob = (element: Element): boolean => element.behaviour.kind === 'job';

function checkKind(step: Step, plan: Plan, instance: ElementInstance, source: Element, target: Element): void {
  const { elementId } = instance;
  if (source.type !== target.type || (source.multiInstance === null) !== (target.multiInstance === null)) {
    throw refuse(
      plan,
      `active element with id '${elementId}' and type '${kindOf(source)}' is mapped to an element with id '${target.id}' and different type '${kindOf(target)}'. Elements must be mapped to elements of the same type.`,
    );
  }
  if (source.type === 'USER_TASK' && isJob(source) !== isJob(target)) {
    const implementation = (element: Element) => (isJob(element) ? 'job worker' : 'zeebe user task');
    throw refuse(
      plan,
      `active user task with id '${elementId}' and implementation '${implementation(source)}' is mapped to an user task with id '${target.id}' and different implementation '${implementation(target)}'. Elements must be mapped to elements of the same implementation.`,
    );
  }
  // An inner instance of many is in its own body.
  if (instance.internal.loopCounter !== undefined) return;
  const scope = scopeOf(step, instance);
  const expected = scope?.elementType === 'PROCESS' ? plan.model.root.id : plan.mapping.get(scope?.elementId ?? '');
  if (target.parentId !== expected) {
    throw refuse(
      plan,
      `the flow scope of active element with id '${elementId}' is changed. The flow scope of the active element is expected to be '${scope?.elementId}' but was '${target.parentId}'. The flow scope of an element cannot be changed during migration yet.`,
    );
  }
}

/** The scope of the diagram: a wrapper inside an ad-hoc sub-process is in none. */
function scopeOf(step: Step, { flowScopeKey }: ElementInstance): ElementInstance | undefined {
  const scope = step.state.elementInstance.get(flowScopeKey);
  if (scope?.elementType !== 'AD_HOC_SUB_PROCESS_INNER_INSTANCE') return scope;
  return step.state.elementInstance.get(scope.flowScopeKey);
}

const kindOf = ({ multiInstance, type }: Element): string => (multiInstance ? 'MULTI_INSTANCE_BODY' : type);

/** 8.6.0 finds no events at the target of an activity with many instances: none of its boundary events may be mapped. */
const attachable = ({ elementType }: ElementInstance, found: readonly Catcher[]): readonly Catcher[] =>
  elementType === 'MULTI_INSTANCE_BODY' ? [] : found;

function checkCatchers(
  plan: Plan,
  { elementId }: ElementInstance,
  target: Element,
  catchers: readonly Catcher[],
  newCatchers: readonly Catcher[],
): void {
  const mapped = catchers.flatMap((catcher) => {
    const to = plan.mapping.get(catcher.element.id);
    return to === undefined ? [] : [{ catcher, to }];
  });
  for (const { to } of mapped) {
    const merged = mapped.filter((other) => other.to === to).map(({ catcher }) => `'${catcher.element.id}'`);
    if (merged.length > 1) {
      throw refuse(
        plan,
        `active element with id '${elementId}' has a catch event attached that is mapped to a catch event with id '${to}'. There are multiple mapping instructions that target this catch event: ${merged.sort().join(', ')}. Catch events cannot be merged by process instance migration. Please ensure the mapping instructions target a catch event only once.`,
      );
    }
  }
  for (const { catcher, to } of mapped) {
    const found = newCatchers.find(({ element }) => element.id === to);
    if (!found) {
      throw refuse(
        plan,
        `active element with id '${elementId}' is mapped to an element with id '${target.id}' and has a catch event with id '${catcher.element.id}' that is mapped to a catch event with id '${to}'. These mappings detach the catch event from the element in the target process. Catch events must stay attached to the same element instance.`,
      );
    }
    if (found.event.kind !== catcher.event.kind) {
      throw refuse(
        plan,
        `active element with id '${elementId}' has a catch event with id '${catcher.element.id}' that is mapped to a catch event with id '${to}'. These catch events have different event types: '${catcher.event.kind.toUpperCase()}' and '${found.event.kind.toUpperCase()}'. The event type of a catch event cannot be changed by process instance migration. Please ensure the event type of the catch event remains the same or remove the mapping instruction for these catch events.`,
      );
    }
  }
}
