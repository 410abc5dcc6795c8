import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { createDocumentRenderer, DocumentError, type TemplateName } from '../../platform/documents/index.ts';
import { type PageImage, rasterise } from '../../scripts/pdf/rasterise.ts';
import { createdAt, samples } from './samples.ts';

const renderer = createDocumentRenderer();
const names = Object.keys(samples) as TemplateName[];

function approved(name: string, page: number): PNG {
  return PNG.sync.read(readFileSync(join(import.meta.dirname, 'approved', `${name}-${page}.png`)));
}

/** What was drawn, and where it differs (red), for people to see. */
function keepDifference(name: string, page: PageImage, diff: PNG): void {
  const folder = join(process.env.CI_ARTIFACTS_DIR ?? join(import.meta.dirname, '../../artifacts'), 'documents');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}-drawn.png`), page.png);
  writeFileSync(join(folder, `${name}-difference.png`), PNG.sync.write(diff));
}

/** Pixels of a region that are darker than paper. */
function inkIn(image: PageImage, x: number, y: number, width: number, height: number): number {
  let dark = 0;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      const at = (row * image.width + column) * 4;
      if (image.rgba[at]! + image.rgba[at + 1]! + image.rgba[at + 2]! < 330) dark++;
    }
  }
  return dark;
}

/** The region's pixels as text, to tell pictures apart. */
function cut(image: PageImage, x: number, y: number, width: number, height: number): string {
  const rows: string[] = [];
  for (let row = y; row < y + height; row++) {
    const at = (row * image.width + x) * 4;
    rows.push(Buffer.from(image.rgba.subarray(at, at + width * 4)).toString('base64'));
  }
  return rows.join();
}

describe('documents look as approved', () => {
  it.each(names)('%s', async (name) => {
    const pages = await rasterise(await renderer.render(name, samples[name], createdAt));
    expect(pages.length).toBeGreaterThan(0);
    for (const [index, page] of pages.entries()) {
      const expected = approved(name, index + 1);
      expect([page.width, page.height]).toEqual([expected.width, expected.height]);
      const diff = new PNG({ width: page.width, height: page.height });
      const different = pixelmatch(expected.data, page.rgba, diff.data, page.width, page.height, { threshold: 0.15 });
      if (different >= 20) keepDifference(`${name}-${index + 1}`, page, diff);
      // Anti-aliasing differs between builds of the canvas; a missing glyph is tens of pixels, so the limit is below that.
      expect(
        different,
        `${name} page ${index + 1}: see artifacts/documents, then npm run documents:approve ${name}`,
      ).toBeLessThan(20);
    }
  });

  it('notices a single glyph that is not drawn', async () => {
    const data = { ...samples.certificate, holders: '龚喆、𬭎䶮' };
    const [page] = await rasterise(await renderer.render('certificate', data, createdAt));
    const expected = approved('certificate', 1);
    const different = pixelmatch(expected.data, page!.rgba, undefined, page!.width, page!.height, { threshold: 0.15 });
    expect(different).toBeGreaterThan(20);
  });
});

describe('Chinese glyphs', () => {
  /** The addressee of a notice: 12 pt characters side by side from 62 pt, 165 pt. */
  const scale = 3;
  const cell = 12 * scale;
  const characters = [...'龚喆犇䶮𬭎㛃䥽𨱏'];
  const draw = async (applicants: string) => {
    const data = { ...samples['withdrawal-confirmation'], applicants };
    return (await rasterise(await renderer.render('withdrawal-confirmation', data, createdAt), scale))[0]!;
  };
  const cellOf = (image: PageImage, index: number) =>
    [image, Math.round(62 * scale + index * cell) + 1, 165 * scale, cell - 2, 18 * scale] as const;

  it('are drawn, rare ones too, and none as an empty box', async () => {
    const [drawn, blank] = [await draw(characters.join('')), await draw('　'.repeat(characters.length))];
    const pictures = new Set<string>();
    for (const [index, character] of characters.entries()) {
      expect(inkIn(...cellOf(blank, index)), 'blank').toBe(0);
      expect(inkIn(...cellOf(drawn, index)), character).toBeGreaterThan(100);
      pictures.add(cut(...cellOf(drawn, index)));
    }
    // The font's box for unknown characters would be the same picture every time.
    expect(pictures.size).toBe(characters.length);
  });

  it.each([
    ['𠮷', 'certificate'],
    ['𰻝', 'certificate'],
    ['😀', 'certificate'],
  ] as const)('refuses to issue when %s has no glyph', async (character, template) => {
    const data = { ...samples[template], holders: `张${character}` };
    const issued = renderer.render(template, data, createdAt);
    await expect(issued).rejects.toBeInstanceOf(DocumentError);
    await expect(issued).rejects.toMatchObject({ code: 'GLYPH_MISSING', character });
    await expect(issued).rejects.toThrow(character);
  });

  it('refuses on every template, also deep inside a table', async () => {
    const data = samples['supplement-notice'];
    const gaps = [{ ...data.gaps[0]!, remedy: '请𠮷某补正' }];
    await expect(renderer.render('supplement-notice', { ...data, gaps }, createdAt)).rejects.toMatchObject({
      code: 'GLYPH_MISSING',
      character: '𠮷',
    });
  });
});

describe('bytes', () => {
  it('are the same for the same data and instant', async () => {
    const first = await renderer.render('certificate', samples.certificate, createdAt);
    const second = await createDocumentRenderer().render('certificate', samples.certificate, createdAt);
    expect(second.equals(first)).toBe(true);
  });

  it('differ with the instant and with the data', async () => {
    const first = await renderer.render('proof', samples.proof, createdAt);
    const later = await renderer.render('proof', samples.proof, new Date(createdAt.getTime() + 1000));
    const other = await renderer.render('proof', { ...samples.proof, holders: '甬城银行' }, createdAt);
    expect(later.equals(first)).toBe(false);
    expect(other.equals(first)).toBe(false);
  });
});

describe('room', () => {
  it('shrinks long remarks until they fit', async () => {
    const remarks = Array.from({ length: 7 }, (_, index) => `第 ${index + 1} 项：依据登记簿记载的限制事项。`);
    const pages = await rasterise(await renderer.render('certificate', { ...samples.certificate, remarks }, createdAt));
    expect(pages).toHaveLength(1);
  });

  it('refuses what does not fit and names the field', async () => {
    const remarks = Array.from({ length: 200 }, () => '依据登记簿记载的限制事项。');
    await expect(renderer.render('certificate', { ...samples.certificate, remarks }, createdAt)).rejects.toMatchObject({
      code: 'CONTENT_TOO_LONG',
      message: expect.stringContaining('附记'),
    });
  });

  it('continues a notice on a second page and numbers both', async () => {
    const gap = samples['supplement-notice'].gaps[0]!;
    const data = { ...samples['supplement-notice'], gaps: Array.from({ length: 30 }, () => gap) };
    const pages = await rasterise(await renderer.render('supplement-notice', data, createdAt));
    expect(pages.length).toBeGreaterThan(1);
  });
});
