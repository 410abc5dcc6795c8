import { colours, type Sheet } from './sheet.ts';

/** One text across every page, pale enough to read through, dense enough that no part of a copy is without it. */
export function drawWatermark(sheet: Sheet, text: string): void {
  const size = 15;
  const step = { x: sheet.widthOf(text, { size }) + 70, y: 130 };
  sheet.onEveryPage(() => {
    sheet.pdf
      .save()
      .opacity(0.1)
      .rotate(-28, { origin: [sheet.width / 2, sheet.height / 2] });
    for (let y = -sheet.height * 0.3; y < sheet.height * 1.3; y += step.y)
      for (let x = -sheet.width * 0.4; x < sheet.width * 1.4; x += step.x)
        sheet.text(text, x, y, { size, colour: colours.muted });
    sheet.pdf.restore();
  });
}
