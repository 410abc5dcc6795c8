/** Paper, guilloche and frames of certificates: pale vector lines that survive copying badly, as on the national form. */
import type { Sheet } from './sheet.ts';

export interface Palette {
  readonly paper: string;
  readonly line: string;
  readonly accent: string;
}

export function drawPaper(sheet: Sheet, palette: Palette): void {
  sheet.pdf.rect(0, 0, sheet.width, sheet.height).fill(palette.paper);
  sheet.pdf.save().lineWidth(0.35).strokeOpacity(0.55);
  for (let row = -10; row < sheet.height + 20; row += 11) {
    for (const phase of [0, Math.PI]) wave(sheet, row, phase);
  }
  sheet.pdf.stroke(palette.line).restore();
}

function wave(sheet: Sheet, baseline: number, phase: number) {
  const step = 6;
  sheet.pdf.moveTo(0, baseline + Math.sin(phase) * 5.5);
  for (let x = step; x <= sheet.width; x += step) {
    sheet.pdf.lineTo(x, baseline + Math.sin(phase + x / 17) * 5.5);
  }
}

/** A rosette of turned ellipses behind the text of one page. */
export function drawRosette(sheet: Sheet, palette: Palette, centreX: number, centreY: number, radius: number): void {
  sheet.pdf.save().lineWidth(0.4).strokeOpacity(0.75);
  for (let turn = 0; turn < 180; turn += 6) {
    sheet.pdf.save().rotate(turn, { origin: [centreX, centreY] });
    sheet.pdf.ellipse(centreX, centreY, radius, radius * 0.42).stroke(palette.line);
    sheet.pdf.restore();
  }
  sheet.pdf.restore();
}

/** Double frame with small corner squares. */
export function drawFrame(sheet: Sheet, palette: Palette, x: number, y: number, width: number, height: number): void {
  const { pdf } = sheet;
  pdf.lineWidth(1.6).rect(x, y, width, height).stroke(palette.accent);
  pdf
    .lineWidth(0.5)
    .rect(x + 4, y + 4, width - 8, height - 8)
    .stroke(palette.accent);
  for (const [cornerX, cornerY] of [
    [x + 4, y + 4],
    [x + width - 4, y + 4],
    [x + 4, y + height - 4],
    [x + width - 4, y + height - 4],
  ] as const) {
    pdf.rect(cornerX - 2.6, cornerY - 2.6, 5.2, 5.2).fill(palette.accent);
  }
}
