/** A ruled table of label and value, as on the data page of certificates; the text shrinks until it fits. */
import { contentTooLong } from './errors.ts';
import { colours, type Sheet } from './sheet.ts';

export interface FieldRow {
  readonly label: string;
  readonly value: string;
  /** Points; rows marked `grow` share what is left. */
  readonly minHeight?: number;
  readonly grow?: boolean;
}

export interface FieldTableBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly labelWidth: number;
  readonly lineColour: string;
}

const sizes = [10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7];
const padding = 6;

/** @throws DocumentError CONTENT_TOO_LONG when it does not fit even at the smallest size (7 pt) */
export function drawFieldTable(sheet: Sheet, rows: readonly FieldRow[], box: FieldTableBox): void {
  const valueWidth = box.width - box.labelWidth - padding * 2;
  const heightsAt = (size: number) =>
    rows.map((row) =>
      Math.max(row.minHeight ?? 27, sheet.heightOf(row.value || ' ', { size, width: valueWidth, lineGap: 1.5 }) + 10),
    );
  const size = sizes.find((candidate) => sum(heightsAt(candidate)) <= box.height);
  if (size === undefined) {
    const smallest = heightsAt(sizes.at(-1)!);
    throw contentTooLong(rows[smallest.indexOf(Math.max(...smallest))]!.label);
  }
  const heights = spread(rows, heightsAt(size), box.height);
  const { pdf } = sheet;
  let y = box.y;
  for (const [index, row] of rows.entries()) {
    const height = heights[index]!;
    drawLabel(sheet, row.label, box, y, height);
    const textHeight = sheet.heightOf(row.value || ' ', { size, width: valueWidth, lineGap: 1.5 });
    const top = row.grow ? y + 7 : y + (height - textHeight) / 2;
    sheet.text(row.value, box.x + box.labelWidth + padding, top, { size, width: valueWidth, lineGap: 1.5 });
    y += height;
    if (index < rows.length - 1) {
      pdf
        .lineWidth(0.5)
        .moveTo(box.x, y)
        .lineTo(box.x + box.width, y)
        .stroke(box.lineColour);
    }
  }
  pdf
    .lineWidth(0.5)
    .moveTo(box.x + box.labelWidth, box.y)
    .lineTo(box.x + box.labelWidth, y)
    .stroke(box.lineColour);
  pdf
    .lineWidth(1)
    .rect(box.x, box.y, box.width, y - box.y)
    .stroke(box.lineColour);
}

function drawLabel(sheet: Sheet, label: string, box: FieldTableBox, y: number, height: number) {
  const style = { size: 10, weight: 'bold', width: box.labelWidth - 8, align: 'center' } as const;
  const labelHeight = sheet.heightOf(label, style);
  sheet.text(label, box.x + 4, y + (height - labelHeight) / 2, { ...style, colour: colours.ink });
}

function spread(rows: readonly FieldRow[], heights: readonly number[], available: number): number[] {
  const growing = rows.filter((row) => row.grow).length;
  if (growing === 0) return [...heights];
  const extra = (available - sum(heights)) / growing;
  return heights.map((height, index) => (rows[index]!.grow ? height + extra : height));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
