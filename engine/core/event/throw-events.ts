/** Throw and end events, links included. */
import { activityFrame, mapInputs } from '../activity/task.ts';
import { abandonCompensation, compensate } from '../behaviour/compensation.ts';
import { escalate } from '../behaviour/escalation.ts';
import { findErrorCatch, hasChildren, throwError, uncaughtText } from '../behaviour/events.ts';
import { evaluateString } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { applyOutputMappings } from '../behaviour/mappings.ts';
import { throwSignal } from '../behaviour/signals.ts';
import { type Context, follow, type Processor, type Step } from '../step.ts';
import {
  activated,
  activatedAndCompleting,
  activateInScope,
  completed,
  contextOf,
  endsInstance,
  terminated,
  transition,
} from '../transitions.ts';

/** Throw and end events; those of signals alone take input mappings, beside messages, which are jobs (measured on 8.6.0). */
export const throwEvent: Processor = {
  ...activityFrame,
  prepare(step, context) {
    if (thrownBy(context)?.kind === 'signal') mapInputs(step, context);
  },
  activate(step, context) {
    const { instance } = context;
    const event = thrownBy(context);
    switch (event?.kind) {
      case 'error': {
        const code = event.code ? evaluateString(step, event.code, instance.key) : '';
        const found = findErrorCatch(step, instance, code);
        if (!found.caught) {
          throw new IncidentFailure('UNHANDLED_ERROR_EVENT', uncaughtText(code, '', found.available), instance.key);
        }
        activated(step, context);
        throwError(step, found.caught, {});
        return;
      }
      case 'escalation':
        if (!escalate(step, context, event)) return;
        break;
      case 'signal':
        throwSignal(step, context, event);
        break;
      case 'compensation':
        if (compensate(step, context, event)) return;
        break;
      default:
        activated(step, context);
    }
    follow(step, { kind: 'complete', key: instance.key });
  },
  finish(step, context) {
    const kind = thrownBy(context)?.kind;
    if (kind !== 'compensation' && kind !== 'terminate') applyOutputMappings(step, context.instance, context.element);
  },
  complete(step, context) {
    if (thrownBy(context)?.kind === 'terminate') terminateSiblings(step, context);
    else completed(step, context);
  },
  terminate(step, context) {
    abandonCompensation(step, context.instance);
    terminated(step, context);
  },
};

function thrownBy({ element: { behaviour } }: Context) {
  return behaviour.kind === 'throw' || behaviour.kind === 'end' ? behaviour.event : null;
}

/** A terminate end event ends everything else in its scope; the scope then completes. */
function terminateSiblings(step: Step, context: Context): void {
  const { instance } = context;
  const scope = contextOf(step.state, instance.flowScopeKey);
  transition(step, context, 'ELEMENT_COMPLETED');
  if (endsInstance(step, context) || !scope) return;
  if (hasChildren(step, instance.flowScopeKey)) follow(step, { kind: 'terminateChildren', key: instance.flowScopeKey });
  else follow(step, { kind: 'complete', key: instance.flowScopeKey });
}

/** A link goes on at its catch event, as if a sequence flow led there. */
export const linkThrowEvent: Processor = {
  activate: activatedAndCompleting,
  finish: (step, context) => applyOutputMappings(step, context.instance, context.element),
  complete(step, context) {
    const { instance, element, model } = context;
    const target = element.behaviour.kind === 'linkThrow' ? model.elements.get(element.behaviour.targetId) : undefined;
    if (!target) throw new Error(`link event ${element.id} leads nowhere`);
    transition(step, context, 'ELEMENT_COMPLETED');
    if (endsInstance(step, context)) return;
    activateInScope(step, instance, instance.flowScopeKey, target, false);
  },
  terminate: terminated,
};
