/**
 * Puts a signature field into a PDF (an incremental update, by @signpdf) and the signature into the field. Synchronous, so that
 * a call is one turn of the event loop; 1 to 3 ms for a certificate.
 */
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { findByteRange, removeTrailingNewLine, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';

export interface PdfSealing {
  readonly sealName: string;
  readonly signedAt: Date;
  /** Rectangle of the seal on the first page in points from the lower left corner, so that a reader can click it. */
  readonly rect: readonly [number, number, number, number];
}

/** Room for the signature in bytes: two certificates with Chinese names and the signature take about 1 700, its time stamp 1 200. */
const SIGNATURE_ROOM = 4096;

/** A PDF that waits for its signature. The same document and sealing give the same bytes. */
export interface PreparedPdf {
  /** What is to be signed. */
  readonly content: Buffer;
  /** The finished file. @throws Error when the signature has no room */
  complete(signature: Buffer): Buffer;
}

export function preparePdf(pdf: Buffer, { sealName, signedAt, rect }: PdfSealing): PreparedPdf {
  const withField = removeTrailingNewLine(
    plainAddPlaceholder({
      pdfBuffer: pdf,
      reason: '不动产登记机构电子签章（演示）',
      contactInfo: '',
      location: '宁波',
      name: sealName,
      signingTime: signedAt,
      signatureLength: SIGNATURE_ROOM,
      subFilter: SUBFILTER_ETSI_CADES_DETACHED,
      widgetRect: [...rect],
    }),
  );
  const { byteRangePlaceholder: placeholder, byteRangePlaceholderPosition: position } = findByteRange(withField);
  if (placeholder === undefined || position === undefined) throw new Error('no signature field was made');
  const open = withField.indexOf('<', withField.indexOf('/Contents ', position + placeholder.length));
  const close = withField.indexOf('>', open) + 1;
  const range = `/ByteRange [0 ${open} ${close} ${withField.length - close}]`.padEnd(placeholder.length);
  withField.write(range, position, 'latin1');
  const before = withField.subarray(0, open);
  const after = withField.subarray(close);
  return {
    content: Buffer.concat([before, after]),
    complete(signature) {
      const room = close - open - 2;
      if (signature.length * 2 > room) throw new Error(`signature of ${signature.length} bytes has no room`);
      return Buffer.concat([before, Buffer.from(`<${signature.toString('hex').padEnd(room, '0')}>`), after]);
    },
  };
}
