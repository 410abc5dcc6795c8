/**
 * Makes a PDF look scanned: every page becomes a grey JPEG, slightly turned, with paper tone, speckle and a shadow at
 * the edge. The randomness is seeded by the file's name, so the same paper gives the same scan.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as CanvasModule from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { rasterise } from '../pdf/rasterise.ts';

const requireAsPdfJs = createRequire(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const { createCanvas } = requireAsPdfJs('@napi-rs/canvas') as typeof CanvasModule;

/** 120 dpi: readable, and a page stays near 100 KB. */
const scale = 120 / 72;
const jpegQuality = 50;

/** Small seeded generator (mulberry32): numbers in [0, 1). */
function seeded(name: string): () => number {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function scanned(pdf: Buffer, name: string): Promise<Buffer> {
  const random = seeded(name);
  const pages = await rasterise(pdf, scale);
  const day = new Date('2026-01-12T01:30:00Z');
  const output = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    info: { Title: name, Producer: 'Yitong example scanner', CreationDate: day, ModDate: day },
  });
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve) => output.on('end', () => resolve()));
  for (const page of pages) {
    const size: [number, number] = [page.width / scale, page.height / scale];
    output.addPage({ size, margin: 0 });
    output.image(photograph(page, random), 0, 0, { width: size[0], height: size[1] });
  }
  output.end();
  await finished;
  return Buffer.concat(chunks);
}

function photograph(page: { width: number; height: number; rgba: Uint8ClampedArray }, random: () => number): Buffer {
  const { width, height } = page;
  const original = createCanvas(width, height);
  const originalContext = original.getContext('2d');
  const picture = originalContext.createImageData(width, height);
  picture.data.set(page.rgba);
  originalContext.putImageData(picture, 0, 0);

  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#d9d7d2';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2 + (random() - 0.5) * 8, height / 2 + (random() - 0.5) * 8);
  context.rotate((random() - 0.5) * 0.034);
  context.drawImage(original, -width / 2, -height / 2);
  context.setTransform(1, 0, 0, 1, 0, 0);

  const image = context.getImageData(0, 0, width, height);
  age(image.data, width, random);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', jpegQuality);
}

/** Grey, a little less contrast, faint noise, a darker left edge. */
function age(pixels: Uint8ClampedArray, width: number, random: () => number): void {
  const edge = 26 + random() * 20;
  for (let at = 0; at < pixels.length; at += 4) {
    const column = (at / 4) % width;
    const grey = pixels[at]! * 0.299 + pixels[at + 1]! * 0.587 + pixels[at + 2]! * 0.114;
    const shadow = column < edge ? (1 - column / edge) * 34 : 0;
    const speckle = random() < 0.0006 ? -90 : 0;
    const value = 26 + grey * 0.86 - shadow + (random() - 0.5) * 9 + speckle;
    pixels[at] = value + 2;
    pixels[at + 1] = value + 1;
    pixels[at + 2] = value - 3;
  }
}
