import type { Taken } from '../../processes/support/coverage.ts';
import type { TraceRecord } from './trace.ts';

/** Which elements and flows the records took, each once, as the coverage of the product's diagrams asks for them. */
export function takenIn(records: readonly TraceRecord[]): Taken {
  const elements = new Map<string, { process: string; elementId: string }>();
  const flows = new Map<string, { process: string; flowId: string }>();
  for (const { valueType, intent, value } of records) {
    if (valueType !== 'PROCESS_INSTANCE') continue;
    const [process, id] = [String(value.bpmnProcessId), String(value.elementId)];
    if (intent === 'ELEMENT_ACTIVATED') elements.set(`${process} ${id}`, { process, elementId: id });
    if (intent === 'SEQUENCE_FLOW_TAKEN') flows.set(`${process} ${id}`, { process, flowId: id });
  }
  return { elements: () => [...elements.values()], flows: () => [...flows.values()] };
}
