/** A thin layer over pdfkit: every text is checked for glyphs, coordinates are points from the top left corner. */
import PDFDocument from 'pdfkit';
import type { DocumentFonts, Weight } from './fonts.ts';

export const colours = {
  ink: '#1c1a19',
  muted: '#6b6560',
  rule: '#3a3634',
  sealRed: '#c8161d',
  certificate: '#8f2f27',
  certificatePaper: '#fdf7f1',
  certificateLine: '#ecd3c6',
  proof: '#1f5673',
  proofPaper: '#f3f8fa',
  proofLine: '#c9dde6',
} as const;

export interface TextStyle {
  readonly size?: number;
  readonly weight?: Weight;
  readonly width?: number;
  readonly align?: 'left' | 'center' | 'right' | 'justify';
  readonly lineGap?: number;
  readonly spacing?: number;
  readonly indent?: number;
  readonly colour?: string;
}

export type Sheet = ReturnType<typeof createSheet>;

export interface SheetOptions {
  readonly title: string;
  /** Written into the file as its creation date, so that equal input gives equal bytes. */
  readonly createdAt: Date;
  readonly layout: 'portrait' | 'landscape';
}

export function createSheet(fonts: DocumentFonts, options: SheetOptions) {
  const pdf = new PDFDocument({
    size: 'A4',
    layout: options.layout,
    margin: 0,
    info: {
      Title: options.title,
      Producer: 'Yitong',
      Creator: 'Yitong',
      CreationDate: options.createdAt,
      ModDate: options.createdAt,
    },
    lang: 'zh-CN',
    displayTitle: true,
    bufferPages: true,
  });
  // @types/pdfkit does not know that pdfkit takes a fontkit font.
  pdf.registerFont('regular', fonts.font('regular') as never);
  pdf.registerFont('bold', fonts.font('bold') as never);
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });

  function apply(style: TextStyle) {
    pdf.font(style.weight ?? 'regular').fontSize(style.size ?? 10.5);
    return {
      ...(style.width === undefined ? { lineBreak: false } : { width: style.width }),
      align: style.align ?? ('left' as const),
      lineGap: style.lineGap ?? 0,
      indent: style.indent ?? 0,
      characterSpacing: style.spacing ?? 0,
    };
  }

  return {
    pdf,
    width: pdf.page.width,
    height: pdf.page.height,
    text(value: string, x: number, y: number, style: TextStyle = {}) {
      fonts.assertDrawable(value, style.weight ?? 'regular');
      const layout = apply(style);
      pdf.fillColor(style.colour ?? colours.ink).text(value, x, y, layout);
    },
    heightOf(value: string, style: TextStyle): number {
      const layout = apply(style);
      return pdf.heightOfString(value, layout);
    },
    widthOf(value: string, style: TextStyle = {}): number {
      apply(style);
      return pdf.widthOfString(value, { characterSpacing: style.spacing ?? 0 });
    },
    addPage() {
      pdf.addPage({ size: 'A4', layout: options.layout, margin: 0 });
    },
    /** Draws on every page at the end, when the number of pages is known. */
    onEveryPage(draw: (page: number, pages: number) => void) {
      const { start, count } = pdf.bufferedPageRange();
      for (let index = 0; index < count; index++) {
        pdf.switchToPage(start + index);
        draw(index + 1, count);
      }
    },
    finish(): Promise<Buffer> {
      pdf.end();
      return finished;
    },
  };
}
