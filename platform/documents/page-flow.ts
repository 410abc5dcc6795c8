/** Text that flows over portrait pages: notices and forms. Keeps the cursor and opens a new page when needed. */
import { colours, type Sheet, type TextStyle } from './sheet.ts';

export const page = { left: 62, right: 62, top: 60, bottom: 72 } as const;

export type PageFlow = ReturnType<typeof createPageFlow>;

export function createPageFlow(sheet: Sheet) {
  const width = sheet.width - page.left - page.right;
  let y: number = page.top;

  function ensure(height: number) {
    if (y + height <= sheet.height - page.bottom) return;
    sheet.addPage();
    y = page.top;
  }

  return {
    width,
    y: () => y,
    skip(points: number) {
      y += points;
    },
    ensure,
    /** One block of text; a block longer than the rest of the page starts a new one. */
    text(value: string, style: TextStyle & { readonly inset?: number } = {}) {
      const blockWidth = width - (style.inset ?? 0);
      const height = sheet.heightOf(value, { ...style, width: blockWidth });
      ensure(height);
      sheet.text(value, page.left + (style.inset ?? 0), y, { ...style, width: blockWidth });
      y += height;
    },
    /** A grid row: cells with shares of the width; returns nothing, moves the cursor. */
    row(cells: readonly GridCell[], minHeight = 22) {
      const total = cells.reduce((sum, cell) => sum + cell.share, 0);
      const sized = cells.map((cell) => ({ ...cell, cellWidth: (cell.share / total) * width }));
      const styleOf = (cell: (typeof sized)[number]): TextStyle => ({
        size: cell.size ?? 9.5,
        weight: cell.label ? 'bold' : 'regular',
        align: cell.align ?? (cell.label ? 'center' : 'left'),
        width: cell.cellWidth - 10,
        lineGap: 1,
      });
      const heights = sized.map((cell) => sheet.heightOf(cell.text || ' ', styleOf(cell)));
      const height = Math.max(minHeight, ...heights.map((value) => value + 8));
      ensure(height);
      let x: number = page.left;
      for (const [index, cell] of sized.entries()) {
        if (cell.label) sheet.pdf.rect(x, y, cell.cellWidth, height).fill('#f4f1ee');
        sheet.pdf.lineWidth(0.5).rect(x, y, cell.cellWidth, height).stroke(colours.rule);
        sheet.text(cell.text, x + 5, y + (height - heights[index]!) / 2, styleOf(cell));
        x += cell.cellWidth;
      }
      y += height;
    },
    /** A shaded band across the page that opens a section of a form. */
    band(title: string) {
      ensure(60);
      sheet.pdf.rect(page.left, y, width, 22).fill('#e6e0da');
      sheet.pdf.lineWidth(0.5).rect(page.left, y, width, 22).stroke(colours.rule);
      sheet.text(title, page.left + 8, y + 3.5, { size: 10.5, weight: 'bold' });
      y += 22;
    },
  };
}

export interface GridCell {
  readonly text: string;
  readonly share: number;
  readonly label?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  readonly size?: number;
}

/** Foot of every page: number of the document, page numbers, and that it is a demo. */
export function drawFooters(sheet: Sheet, reference: string): void {
  sheet.onEveryPage((current, pages) => {
    const y = sheet.height - 46;
    sheet.pdf
      .lineWidth(0.4)
      .moveTo(page.left, y - 6)
      .lineTo(sheet.width - page.right, y - 6)
      .stroke(colours.muted);
    const width = sheet.width - page.left - page.right;
    sheet.text(reference, page.left, y, { size: 8, colour: colours.muted });
    sheet.text('演示文书，不具有法律效力', page.left, y, {
      size: 8,
      width,
      align: 'center',
      colour: colours.sealRed,
    });
    sheet.text(`第 ${current} 页 共 ${pages} 页`, page.left, y, {
      size: 8,
      width,
      align: 'right',
      colour: colours.muted,
    });
  });
}
