import type { PointerEvent } from 'react';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface OverviewShape extends Box {
  id: string;
  /** How it is marked on the diagram, worst first; plain shapes are grey. */
  mark?: string;
}

export interface DiagramOverviewProps {
  shapes: readonly OverviewShape[];
  /** What the view shows of the diagram now. */
  seen: Box;
  /** Brings a point of the diagram into the middle of the view. */
  onGo: (point: { x: number; y: number }) => void;
}

const LONGEST = 200;
const HIGHEST = 110;
const MARGIN = 40;

/** The smallest box around all of them, with a margin on every side. */
export function around(boxes: readonly Box[], margin = 0): Box {
  const left = Math.min(...boxes.map((box) => box.x)) - margin;
  const top = Math.min(...boxes.map((box) => box.y)) - margin;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const contains = (outer: Box, inner: Box) =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

/**
 * The whole diagram in small with a frame around what is in view; a press goes there. For the eye and the mouse only: by
 * keyboard one pans the diagram itself with the arrow keys.
 */
export function DiagramOverview({ shapes, seen, onGo }: DiagramOverviewProps) {
  if (shapes.length === 0 || contains(seen, around(shapes))) return null;
  const whole = around(shapes, MARGIN);
  const scale = Math.min(LONGEST / whole.width, HIGHEST / whole.height);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const unit = whole.width / width;
    onGo({ x: whole.x + (event.clientX - left) * unit, y: whole.y + (event.clientY - top) * unit });
  };
  return (
    <svg
      className="diagram-overview"
      aria-hidden="true"
      width={whole.width * scale}
      height={whole.height * scale}
      viewBox={`${whole.x} ${whole.y} ${whole.width} ${whole.height}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) go(event);
      }}
    >
      {shapes.map(({ id, mark, ...box }) => (
        <rect key={id} {...box} className={mark ? `overview-${mark}` : undefined} />
      ))}
      <rect className="overview-seen" {...seen} />
    </svg>
  );
}
