import type NavigatedViewerType from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useRef, useState } from 'react';
import { around, type Box, DiagramOverview, type OverviewShape } from './diagram-overview.tsx';
import { Loading } from './loading.tsx';

export type DiagramMark = 'active' | 'completed' | 'incident' | 'busy' | 'late';

export interface DiagramOverlay {
  elementId: string;
  /** Short text of the bubble, such as a number of cases. */
  text: string;
  tone: 'plain' | 'warn' | 'bad';
  title?: string;
}

export interface BpmnViewProps {
  xml: string;
  /** Element id → marks drawn on it. */
  marks: Record<string, DiagramMark[]>;
  overlays?: DiagramOverlay[];
  onElementClick?: (elementId: string) => void;
  height?: number | string;
  /** Elements to open the view on, the one that matters most first; without them the view opens on the beginning. */
  focus?: string[];
}

interface Canvas {
  resized(): void;
  zoom(mode: 'fit-viewport' | number, center?: 'auto'): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  viewbox(box: Box): void;
  viewbox(): Box & { inner: Box; outer: { width: number; height: number } };
}
interface Overlays {
  add(
    id: string,
    kind: string,
    overlay: { position: Record<string, number>; html: HTMLElement; scale: { min: number } },
  ): string;
  remove(filter: { type: string }): void;
}
interface Shape extends Box {
  id: string;
  type: string;
  parent?: { type?: string };
  children?: unknown[];
  labelTarget?: unknown;
  waypoints?: unknown;
}
interface ElementRegistry {
  get(id: string): Shape | undefined;
  filter(wanted: (element: Shape) => boolean): Shape[];
}
interface EventBus {
  on(event: string, listener: (event: { element: { id: string } }) => void): void;
}

/** Scale at which the labels of a diagram, 12 px high as drawn, can be read by people over fifty. */
const READABLE = 1;
const MARGIN = 60;

/** What has a place of its own in the small picture: no labels, no flows, no diagram's root. */
const isPlaced = (element: Shape) =>
  element.width > 0 && element.waypoints === undefined && element.labelTarget === undefined;

/** A pool, a lane, a sub-process that is drawn open: where inside it a case stands is what matters. */
const isContainer = ({ type, children }: Shape) => /Participant|Lane$/.test(type) || (children?.length ?? 0) > 0;

/** Where a case begins: the leftmost start that is no event sub-process's own. */
const beginningOf = (registry: ElementRegistry): Shape | undefined =>
  registry
    .filter(({ type, parent }) => type === 'bpmn:StartEvent' && parent?.type !== 'bpmn:SubProcess')
    .sort((a, b) => a.x - b.x)[0];

/**
 * Opens the view on the given elements at a scale at which labels can be read: on the middle of all where they fit, else
 * on the first. Without any, on where a case begins.
 */
function showFocus(viewer: NavigatedViewerType, ids: readonly string[]): void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<ElementRegistry>('elementRegistry');
  const { outer } = canvas.viewbox();
  const [width, height] = [outer.width / READABLE, outer.height / READABLE];
  if (width === 0 || height === 0) return;
  const whole = around(registry.filter(isPlaced));
  const boxes = ids.flatMap((id) => registry.get(id) ?? []).filter((box) => !isContainer(box));
  const [first] = boxes;
  if (whole.width + MARGIN <= width && whole.height + MARGIN <= height) {
    canvas.zoom('fit-viewport', 'auto');
    return;
  }
  if (!first) {
    const beginning = beginningOf(registry) ?? whole;
    canvas.viewbox({
      x: beginning.x - 2 * MARGIN,
      y: beginning.y + (beginning.height - height) / 2,
      width,
      height,
    });
    return;
  }
  const all = around(boxes);
  const shown = all.width + 2 * MARGIN <= width && all.height + 2 * MARGIN <= height ? all : first;
  canvas.viewbox({
    x: shown.x + (shown.width - width) / 2,
    y: shown.y + (shown.height - height) / 2,
    width,
    height,
  });
}

/**
 * A diagram to read: pan by dragging, zoom with the wheel and Ctrl, keyboard-reachable zoom buttons. bpmn-js is
 * loaded only when a diagram is shown. The bpmn.io watermark stays visible, as its licence asks.
 */
export function BpmnView({ xml, marks, overlays, onElementClick, height = 420, focus }: BpmnViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const viewer = useRef<NavigatedViewerType | null>(null);
  const [ready, setReady] = useState(0);
  const [failed, setFailed] = useState(false);
  const [shapes, setShapes] = useState<Shape[]>([]);
  const [seen, setSeen] = useState<Box | null>(null);
  const click = useRef(onElementClick);
  click.current = onElementClick;
  const focused = useRef(focus);
  focused.current = focus;

  useEffect(() => {
    let gone = false;
    let created: NavigatedViewerType | null = null;
    setFailed(false);
    const drawn = (async () => {
      try {
        const [{ default: NavigatedViewer }] = await Promise.all([
          import('bpmn-js/lib/NavigatedViewer'),
          import('bpmn-js/dist/assets/diagram-js.css'),
          import('bpmn-js/dist/assets/bpmn-js.css'),
        ]);
        if (gone || !host.current) return;
        created = new NavigatedViewer({ container: host.current });
        await created.importXML(xml);
        if (gone) return;
        viewer.current = created;
        created.get<EventBus>('eventBus').on('element.click', (event) => click.current?.(event.element.id));
        const canvas = created.get<Canvas>('canvas');
        created.get<EventBus>('eventBus').on('canvas.viewbox.changed', () => {
          const { x, y, width, height } = canvas.viewbox();
          setSeen({ x, y, width, height });
        });
        const placed = created.get<ElementRegistry>('elementRegistry').filter(isPlaced);
        setShapes(placed.toSorted((a, b) => Number(isContainer(b)) - Number(isContainer(a))));
        showFocus(created, focused.current ?? []);
        setReady((n) => n + 1);
      } catch {
        // Loading the viewer can fail as drawing can; a diagram that was left has nobody to tell.
        if (!gone) setFailed(true);
      }
    })();
    return () => {
      gone = true;
      viewer.current = null;
      // Not while it draws: a destroyed viewer would go on drawing, into a canvas that is no longer there.
      void drawn.then(() => created?.destroy());
    };
  }, [xml]);

  // A phone that is turned, a window that is dragged: the view of before would lie beside the diagram.
  useEffect(() => {
    const element = host.current;
    if (!element || ready === 0) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (!viewer.current || element.clientWidth === width || element.clientWidth === 0) return;
      width = element.clientWidth;
      viewer.current.get<Canvas>('canvas').resized();
      showFocus(viewer.current, focused.current ?? []);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ready]);

  useEffect(() => {
    const current = viewer.current;
    if (!current || ready === 0) return;
    const canvas = current.get<Canvas>('canvas');
    const registry = current.get<ElementRegistry>('elementRegistry');
    const bubbles = current.get<Overlays>('overlays');
    const drawn: [string, string][] = [];
    for (const [id, list] of Object.entries(marks)) {
      const shape = registry.get(id);
      // A sub-process that is filled would hide where inside it the case stands.
      if (!shape || (shape.children?.length ?? 0) > 0) continue;
      for (const mark of list) {
        canvas.addMarker(id, `mark-${mark}`);
        drawn.push([id, `mark-${mark}`]);
      }
    }
    for (const overlay of overlays ?? []) {
      if (!registry.get(overlay.elementId)) continue;
      const html = document.createElement('div');
      html.className = `diagram-bubble diagram-bubble-${overlay.tone}`;
      html.textContent = overlay.text;
      if (overlay.title) html.title = overlay.title;
      bubbles.add(overlay.elementId, 'desk', { position: { top: -12, right: 14 }, html, scale: { min: 0.8 } });
    }
    return () => {
      if (viewer.current !== current) return;
      for (const [id, mark] of drawn) canvas.removeMarker(id, mark);
      bubbles.remove({ type: 'desk' });
    };
  }, [marks, overlays, ready]);

  const zoom = (factor: number | 'fit') => {
    const canvas = viewer.current?.get<Canvas>('canvas');
    if (!canvas) return;
    if (factor === 'fit') canvas.zoom('fit-viewport', 'auto');
    else canvas.zoom((canvas.zoom as unknown as () => number)() * factor, 'auto');
  };

  const go = ({ x, y }: { x: number; y: number }) => {
    const canvas = viewer.current?.get<Canvas>('canvas');
    if (!canvas || !seen) return;
    canvas.viewbox({ ...seen, x: x - seen.width / 2, y: y - seen.height / 2 });
  };
  const small = shapes.map((shape): OverviewShape => {
    const { id, x, y, width, height } = shape;
    return { id, x, y, width, height, mark: isContainer(shape) ? 'container' : marks[id]?.[0] };
  });

  return (
    <div className="diagram" style={{ height }}>
      {ready === 0 && !failed ? <Loading what="正在画流程图" /> : null}
      {failed ? <p className="diagram-failed">流程图打不开。请联系流程分析人员检查已部署的版本。</p> : null}
      <div ref={host} className="diagram-canvas" />
      {seen ? <DiagramOverview shapes={small} seen={seen} onGo={go} /> : null}
      <div className="diagram-tools">
        <button type="button" onClick={() => zoom(1.25)} aria-label="放大">
          ＋
        </button>
        <button type="button" onClick={() => zoom(0.8)} aria-label="缩小">
          －
        </button>
        {focus && focus.length > 0 ? (
          <button type="button" onClick={() => viewer.current && showFocus(viewer.current, focus)}>
            当前位置
          </button>
        ) : null}
        <button type="button" onClick={() => zoom('fit')}>
          全图
        </button>
      </div>
    </div>
  );
}
