/** What a diagram consists of, read from its file: for counting what was taken and for drawing it. */
import { BpmnModdle } from 'bpmn-moddle';

// biome-ignore lint/suspicious/noExplicitAny: moddle elements have no types
type Element = any;

export interface Point {
  x: number;
  y: number;
}
export interface Box extends Point {
  width: number;
  height: number;
}

export interface DiagramNode {
  id: string;
  name: string;
  /** `userTask`, `boundaryEvent`, `subProcess` … */
  type: string;
  /** `timer`, `message`, `error`, `terminate` or none. */
  event?: string;
  expanded: boolean;
  interrupting: boolean;
  box: Box;
  label?: Box;
}
export interface DiagramFlow {
  id: string;
  name: string;
  source: string;
  target: string;
  points: Point[];
  label?: Box;
}
export interface Diagram {
  id: string;
  name: string;
  pool: { name: string; box: Box };
  lanes: { name: string; box: Box }[];
  nodes: DiagramNode[];
  flows: DiagramFlow[];
}

const kind = (element: Element): string => {
  const name = element.$type.replace('bpmn:', '');
  return name.charAt(0).toLowerCase() + name.slice(1);
};
const within = (element: Element): Element[] =>
  (element.flowElements ?? []).flatMap((one: Element) => [one, ...within(one)]);
const box = ({ x, y, width, height }: Box): Box => ({ x, y, width, height });

export async function readDiagram(xml: string): Promise<Diagram> {
  const { rootElement } = await (new BpmnModdle() as Element).fromXML(xml);
  const process = rootElement.rootElements.find((one: Element) => one.$type === 'bpmn:Process');
  const { participants } = rootElement.rootElements.find((one: Element) => one.$type === 'bpmn:Collaboration');
  const drawn = new Map<string, Element>(
    rootElement.diagrams[0].plane.planeElement.map((one: Element) => [one.bpmnElement.id, one]),
  );
  const label = (id: string) => {
    const bounds = drawn.get(id)?.label?.bounds;
    return bounds && box(bounds);
  };
  const elements = within(process);
  const flows = elements.filter((one) => one.$type === 'bpmn:SequenceFlow');
  return {
    id: process.id,
    name: process.name ?? process.id,
    pool: { name: participants[0].name, box: box(drawn.get(participants[0].id).bounds) },
    lanes: process.laneSets[0].lanes.map((lane: Element) => ({
      name: lane.name,
      box: box(drawn.get(lane.id).bounds),
    })),
    nodes: elements
      .filter((one) => one.$instanceOf('bpmn:FlowNode'))
      .map((one) => ({
        id: one.id,
        name: one.name ?? '',
        type: kind(one),
        event: one.eventDefinitions?.[0] && kind(one.eventDefinitions[0]).replace('EventDefinition', ''),
        expanded: Boolean(one.flowElements),
        interrupting: one.cancelActivity !== false && one.isInterrupting !== false,
        box: box(drawn.get(one.id).bounds),
        label: label(one.id),
      })),
    flows: flows.map((one) => ({
      id: one.id,
      name: one.name ?? '',
      source: one.sourceRef.id,
      target: one.targetRef.id,
      points: drawn.get(one.id).waypoint.map(({ x, y }: Point) => ({ x, y })),
      label: label(one.id),
    })),
  };
}
