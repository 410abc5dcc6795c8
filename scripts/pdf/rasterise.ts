/** Draws the pages of a PDF with pdf.js on a canvas: what a reader of the document sees, not what a text search finds. */
import { createRequire } from 'node:module';
import type * as CanvasModule from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PNG } from 'pngjs';

// The copy that pdf.js itself resolves: paths and pictures of another copy are refused by its canvas.
const requireAsPdfJs = createRequire(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const { createCanvas } = requireAsPdfJs('@napi-rs/canvas') as typeof CanvasModule;

export interface PageImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
  readonly png: Buffer;
}

/** `scale` 1 = 72 dpi. */
export async function rasterise(pdf: Uint8Array, scale = 1): Promise<PageImage[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const file = await task.promise;
  const images: PageImage[] = [];
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    const viewport = page.getViewport({ scale });
    const width = Math.round(viewport.width);
    const height = Math.round(viewport.height);
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    await page.render({
      canvas: canvas as unknown as HTMLCanvasElement,
      canvasContext: context as unknown as CanvasRenderingContext2D,
      viewport,
    }).promise;
    const { data } = context.getImageData(0, 0, width, height);
    const png = new PNG({ width, height });
    png.data = Buffer.from(data);
    images.push({ width, height, rgba: data, png: PNG.sync.write(png) });
  }
  await task.destroy();
  return images;
}
