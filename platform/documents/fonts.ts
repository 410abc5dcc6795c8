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
  /** The font file, for pdfkit. */
  bytes(weight: Weight): Buffer;
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
  const load = (weight: Weight) => {
    const bytes = readFileSync(require.resolve(files[weight]));
    return { bytes, font: fontkit.create(bytes) as Font };
  };
  const fonts: Record<Weight, ReturnType<typeof load>> = { regular: load('regular'), bold: load('bold') };
  return {
    bytes: (weight) => fonts[weight].bytes,
    assertDrawable(text, weight) {
      for (const character of text) {
        if (character === '\n') continue;
        if (!fonts[weight].font.hasGlyphForCodePoint(character.codePointAt(0)!)) throw glyphMissing(character);
      }
    },
  };
}
