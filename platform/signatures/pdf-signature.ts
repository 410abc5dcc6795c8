/**
 * Where a PDF carries its signature (ISO 32000-1 §12.8.1): `/ByteRange [0 a b c]` names the signed bytes, all but the
 * hexadecimal `/Contents <…>` between them.
 */
export interface PdfSignature {
  /** DER of the CMS signature, the padding after it cut off. */
  readonly cms: Buffer;
  /** What the signature is over: both ranges. */
  readonly signed: Buffer;
  readonly subFilter: string;
  /** End of the second range: bytes after it came later. */
  readonly coveredTo: number;
  /** False when the gap holds more than `<`, lower-case hexadecimal of one DER value, zeros and `>`. */
  readonly gapIsClean: boolean;
}

const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
/** More of them than any office puts on one paper; a file is not read further, so that nobody's upload keeps the server busy. */
const MOST_SIGNATURES = 4;

/** Signatures in the order of the file; what is no well-formed signature is left out. */
export function pdfSignatures(pdf: Buffer): PdfSignature[] {
  const text = pdf.toString('latin1');
  const found: PdfSignature[] = [];
  for (const match of text.matchAll(RANGE)) {
    if (found.length === MOST_SIGNATURES) break;
    const signature = readAt(pdf, text, match.index, match.slice(1).map(Number) as [number, number, number, number]);
    if (signature) found.push(signature);
  }
  return found;
}

function readAt(
  pdf: Buffer,
  text: string,
  position: number,
  [start, length, resume, rest]: [number, number, number, number],
): PdfSignature | null {
  const coveredTo = resume + rest;
  if (start !== 0 || resume <= length + 2 || coveredTo > pdf.length) return null;
  if (text[length] !== '<' || text[resume - 1] !== '>') return null;
  const gap = text.slice(length + 1, resume - 1);
  const hex = /^[0-9a-fA-F]*$/.exec(gap)?.[0] ?? '';
  const bytes = Buffer.from(hex, 'hex');
  const cms = bytes.subarray(0, derLength(bytes));
  // The dictionary the range stands in: no other object may lend it its words.
  const dictionary = text.slice(text.lastIndexOf(' obj', position), position) + text.slice(position, length);
  return {
    cms,
    signed: Buffer.concat([pdf.subarray(0, length), pdf.subarray(resume, coveredTo)]),
    subFilter: /\/SubFilter\s*\/([\w.]+)/.exec(dictionary)?.[1] ?? '',
    coveredTo,
    gapIsClean:
      hex.length === gap.length && hex === hex.toLowerCase() && bytes.subarray(cms.length).every((byte) => byte === 0),
  };
}

/** Length of the DER value at the start, header included; all of it when the header makes no sense. */
function derLength(bytes: Buffer): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return Math.min(2 + first, bytes.length);
  const count = first & 0x7f;
  if (count === 0 || count > 4 || bytes.length < 2 + count) return bytes.length;
  return Math.min(2 + count + bytes.readUIntBE(2, count), bytes.length);
}
