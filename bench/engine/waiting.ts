import { createGrpcClient } from '../../platform/engine-client/sdk.ts';
import { untilAccepted } from './load.ts';
import type { Subject } from './subjects.ts';

const CREATING_AT_ONCE = 256;

const diagram = (id: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="bench" targetNamespace="bench">
<bpmn:process id="${id}" isExecutable="true">
<bpmn:startEvent id="Start"><bpmn:outgoing>toWait</bpmn:outgoing></bpmn:startEvent>
${body}
<bpmn:endEvent id="End"><bpmn:incoming>toEnd</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="toWait" sourceRef="Start" targetRef="Wait" />
<bpmn:sequenceFlow id="toEnd" sourceRef="Wait" targetRef="End" />
</bpmn:process>
</bpmn:definitions>`;

const FLOWS = '<bpmn:incoming>toWait</bpmn:incoming><bpmn:outgoing>toEnd</bpmn:outgoing>';
const LATER = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>';

/** Waits for a person: a Camunda user task that a group may take, as a case at a window does. */
export const WAITS_FOR_PERSON = diagram(
  'bench-waits-for-person',
  `<bpmn:userTask id="Wait" name="复核"><bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="reviewer" /></bpmn:extensionElements>${FLOWS}</bpmn:userTask>`,
);

/** Waits for its time. */
export const WAITS_FOR_TIME = diagram(
  'bench-waits-for-time',
  `<bpmn:intermediateCatchEvent id="Wait">${FLOWS}<bpmn:timerEventDefinition id="timer">${LATER}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
);

/** Fills the engine with instances that wait, half of them for a person, half for a time; two variables each. */
export async function fillWithWaiting(subject: Subject, instances: number): Promise<void> {
  const commands = createGrpcClient({
    zeebeGrpcAddress: subject.grpcAddress,
    zeebeRestAddress: subject.restAddress,
  });
  try {
    for (const [name, process] of [
      ['bench-waits-for-person.bpmn', WAITS_FOR_PERSON],
      ['bench-waits-for-time.bpmn', WAITS_FOR_TIME],
    ] as const) {
      await commands.deployResource({ process: Buffer.from(process), name });
    }
    let made = 0;
    const lane = async () => {
      while (made < instances) {
        const n = made++;
        const bpmnProcessId = n % 2 === 0 ? 'bench-waits-for-person' : 'bench-waits-for-time';
        const variables = { caseNo: `330200-2026-${n}`, district: '330203' };
        await untilAccepted(() => commands.createProcessInstance({ bpmnProcessId, variables }));
      }
    };
    await Promise.all(Array.from({ length: CREATING_AT_ONCE }, lane));
  } finally {
    await commands.close();
  }
}
