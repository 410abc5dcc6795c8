/**
 * The round red seal of a registration office. It is a picture, not the electronic signature, and always carries the
 * mark 演示: this product must not print something that could pass for an office's real seal.
 */
import { colours, type Sheet } from './sheet.ts';

export interface SealPicture {
  /** Name of the office along the ring, for example 宁波市不动产登记服务中心海曙分中心. */
  readonly office: string;
  /** Below the star; default 不动产登记专用章. */
  readonly caption?: string;
}

export function drawDemoSeal(sheet: Sheet, seal: SealPicture, centreX: number, centreY: number, radius = 58): void {
  const { pdf } = sheet;
  pdf.save().opacity(0.86);
  pdf
    .lineWidth(radius * 0.05)
    .circle(centreX, centreY, radius)
    .stroke(colours.sealRed);
  pdf
    .lineWidth(0.6)
    .circle(centreX, centreY, radius * 0.93)
    .stroke(colours.sealRed);
  drawRing(sheet, seal.office, centreX, centreY, radius);
  drawStar(sheet, centreX, centreY - radius * 0.06, radius * 0.26);
  const caption = seal.caption ?? '不动产登记专用章';
  const captionSize = radius * 0.14;
  sheet.text(caption, centreX - radius, centreY + radius * 0.3, {
    size: captionSize,
    weight: 'bold',
    width: radius * 2,
    align: 'center',
    colour: colours.sealRed,
  });
  drawMark(sheet, centreX, centreY + radius * 0.57, radius);
  pdf.restore();
}

/** Characters stand upright on the ring, spread over at most 216°, so that the ends stay above the caption. */
function drawRing(sheet: Sheet, office: string, centreX: number, centreY: number, radius: number) {
  const characters = [...office];
  const size = Math.min(radius * 0.22, (radius * 2.75) / characters.length);
  const step = Math.min(216 / Math.max(characters.length - 1, 1), 26);
  const first = -(step * (characters.length - 1)) / 2;
  const distance = radius * 0.86 - size * 1.12;
  for (const [index, character] of characters.entries()) {
    sheet.pdf.save();
    sheet.pdf.rotate(first + index * step, { origin: [centreX, centreY] });
    const width = sheet.widthOf(character, { size, weight: 'bold' });
    sheet.text(character, centreX - width / 2, centreY - distance - size * 1.18, {
      size,
      weight: 'bold',
      colour: colours.sealRed,
    });
    sheet.pdf.restore();
  }
}

function drawStar(sheet: Sheet, centreX: number, centreY: number, radius: number) {
  const corners: [number, number][] = [];
  for (let corner = 0; corner < 10; corner++) {
    const angle = -Math.PI / 2 + (corner * Math.PI) / 5;
    const reach = corner % 2 === 0 ? radius : radius * 0.382;
    corners.push([centreX + reach * Math.cos(angle), centreY + reach * Math.sin(angle)]);
  }
  sheet.pdf.polygon(...corners).fill(colours.sealRed);
}

function drawMark(sheet: Sheet, centreX: number, y: number, radius: number) {
  const size = radius * 0.19;
  const width = size * 3.4;
  sheet.pdf
    .lineWidth(0.8)
    .rect(centreX - width / 2, y - size * 0.18, width, size * 1.6)
    .stroke(colours.sealRed);
  sheet.text('演 示', centreX - width / 2, y - size * 0.13, {
    size,
    weight: 'bold',
    width,
    align: 'center',
    colour: colours.sealRed,
  });
}
