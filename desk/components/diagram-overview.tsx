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

function around(boxes: readonly Box[], margin: number): Box {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return {
    x: left - margin,
    y: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
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
  if (shapes.length === 0 || contains(seen, around(shapes, 0))) return null;
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
