import { create } from 'qrcode';
import { colours, type Sheet } from './sheet.ts';

/** Draws `text` as a QR code of `size` points, quiet zone of 2 modules included, as vectors (sharp in print). */
export function drawQrCode(sheet: Sheet, text: string, x: number, y: number, size: number): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 2;
  const module = size / (modules.size + quiet * 2);
  sheet.pdf.rect(x, y, size, size).fill('#ffffff');
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      sheet.pdf.rect(x + (column + quiet) * module, y + (row + quiet) * module, module, module);
    }
  }
  sheet.pdf.fill(colours.ink);
}
