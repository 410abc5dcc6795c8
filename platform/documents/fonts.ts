/**
 * Noto Serif SC (OFL), the TrueType files of `@expo-google-fonts/noto-serif-sc`: no font of the machine is needed.
 * pdfkit with these was seen to draw every Chinese glyph; pdf-lib with subsetting was seen to drop most of them.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import * as fontkit from 'fontkit';
import { glyphMissing } from './errors.ts';

export type Weight = 'regular' | 'bold';

export interface DocumentFonts {
  /**
   * The font as pdfkit takes it too: read once and shared by all documents, each of which makes a subset of its own. Given
   * the file instead, pdfkit reads its tables anew for every document, which was a third of all the work on a case.
   */
  font(weight: Weight): Font;
  /** @throws DocumentError GLYPH_MISSING naming the first character that cannot be drawn */
  assertDrawable(text: string, weight: Weight): void;
}

const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
};

/** Reads both files (15 MB each, about 30 ms); keep the result and hand it to `createDocumentRenderer`. */
export function loadDocumentFonts(): DocumentFonts {
  const require = createRequire(import.meta.url);
  const load = (weight: Weight) => fontkit.create(readFileSync(require.resolve(files[weight]))) as Font;
  const fonts: Record<Weight, Font> = { regular: load('regular'), bold: load('bold') };
  return {
    font: (weight) => fonts[weight],
    assertDrawable(text, weight) {
      for (const character of text) {
        if (character === '\n') continue;
        if (!fonts[weight].hasGlyphForCodePoint(character.codePointAt(0)!)) throw glyphMissing(character);
      }
    },
  };
}
