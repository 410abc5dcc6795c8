import { readFileSync } from 'node:fs';
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

describe('documents look as approved', () => {
  it.each(names)('%s', async (name) => {
    const pages = await rasterise(await renderer.render(name, samples[name], createdAt));
    expect(pages.length).toBeGreaterThan(0);
    for (const [index, page] of pages.entries()) {
      const expected = approved(name, index + 1);
      expect([page.width, page.height]).toEqual([expected.width, expected.height]);
      const different = pixelmatch(expected.data, page.rgba, undefined, page.width, page.height, { threshold: 0.15 });
      // Anti-aliasing differs between builds of the canvas; a missing glyph is tens of pixels, so the limit is below that.
      expect(different, `${name} page ${index + 1}: run test/documents/approve.ts and look`).toBeLessThan(20);
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
  /** The addressee of a notice, drawn alone in the top left of the text: its first character is at 62 pt, 171 pt. */
  const box = [62 * 3, 165 * 3, 13 * 3, 18 * 3] as const;
  const draw = async (applicants: string) => {
    const data = { ...samples['withdrawal-confirmation'], applicants };
    return (await rasterise(await renderer.render('withdrawal-confirmation', data, createdAt), 3))[0]!;
  };

  it.each(['龚', '喆', '犇', '䶮', '𬭎', '㛃', '䥽', '𨱏'])(
    '%s is drawn, and not as an empty box',
    async (character) => {
      // given a notice to this character alone, one to another character, and one to a blank
      const [drawn, other, blank] = [await draw(character), await draw('甬'), await draw('　')];
      // then there is ink where the blank has none
      expect(inkIn(blank, ...box)).toBe(0);
      expect(inkIn(drawn, ...box)).toBeGreaterThan(100);
      // and it is another picture than that of the second character: not the font's box for unknown ones
      expect(pixelmatch(drawn.rgba, other.rgba, undefined, drawn.width, drawn.height)).toBeGreaterThan(100);
    },
  );

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
