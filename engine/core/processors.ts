/** Which processor each kind of element has. */
import { adHocInner, adHocSubProcess } from './activity/ad-hoc.ts';
import { decisionTask } from './activity/business-rule-task.ts';
import { callActivity } from './activity/call-activity.ts';
import { jobTask } from './activity/job-task.ts';
import { multiInstanceBody } from './activity/multi-instance.ts';
import { processScope } from './activity/process.ts';
import { receive } from './activity/receive-task.ts';
import { eventSubProcess, subProcess } from './activity/scope.ts';
import { scriptTask } from './activity/script-task.ts';
import { idleTask, passedEvent } from './activity/task.ts';
import { userTask } from './activity/user-task.ts';
import { happenedEvent } from './event/happened-event.ts';
import { linkThrowEvent, throwEvent } from './event/throw-events.ts';
import { choosingGateway, eventBasedGateway, parallelGateway } from './gateway/gateways.ts';
import type { Container, Context, Processor, Processors } from './step.ts';

function of({ instance, element }: Context): Processor {
  if (instance.elementType === 'MULTI_INSTANCE_BODY') return multiInstanceBody;
  switch (element.behaviour.kind) {
    case 'scope':
      return instance.elementType === 'PROCESS' ? processScope : subProcess;
    case 'eventSubProcess':
      return eventSubProcess;
    case 'adHoc':
      return adHocSubProcess;
    case 'adHocInner':
      return adHocInner;
    case 'passThrough':
      return instance.elementType === 'INTERMEDIATE_THROW_EVENT' ? passedEvent : idleTask;
    case 'linkCatch':
      return passedEvent;
    case 'job':
      return jobTask;
    case 'userTask':
      return userTask;
    case 'script':
      return scriptTask;
    case 'decision':
      return decisionTask;
    case 'call':
      return callActivity;
    case 'receive':
    case 'catch':
      return receive;
    case 'start':
    case 'boundary':
      return happenedEvent;
    case 'throw':
    case 'end':
      return throwEvent;
    case 'linkThrow':
      return linkThrowEvent;
    case 'exclusive':
    case 'inclusive':
      return choosingGateway;
    case 'parallel':
      return parallelGateway;
    case 'eventGateway':
      return eventBasedGateway;
  }
}

export const processors: Processors = {
  of,
  container(context) {
    const processor = of(context);
    if ('childCompleted' in processor) return processor as Container;
    throw new Error(`element ${context.element.id} holds no other elements`);
  },
};
