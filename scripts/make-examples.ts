/**
 * `npx tsx scripts/make-examples.ts [name …]`: writes examples/applications/ anew from `examples/packages.ts`: the
 * application, what is expected, and the papers as scans. The same input gives the same files.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCertificate } from '../platform/documents/certificate.ts';
import { type DocumentFonts, loadDocumentFonts } from '../platform/documents/fonts.ts';
import { type ExampleUnit, readDemoUnits } from './examples/city.ts';
import { expectedOf, scansOf } from './examples/package-files.ts';
import { type PackageSpec, type Paper, packageSpecs } from './examples/packages.ts';
import { contractPaper, identityPaper, letterPaper, mortgagePaper } from './examples/papers.ts';
import { scanned } from './examples/scan.ts';

function draw(fonts: DocumentFonts, spec: PackageSpec, paper: Paper): Promise<Buffer> {
  const { application, unit } = spec;
  const words = { location: unit.location, area: `建筑面积 ${unit.area.toFixed(2)} ㎡` };
  switch (paper.kind) {
    case 'identity':
      return identityPaper(fonts, application.parties);
    case 'certificate':
      return oldCertificate(fonts, unit);
    case 'contract':
      return contractPaper(fonts, application, words);
    case 'unsignedContract':
      return contractPaper(fonts, application, words, { unsigned: true });
    case 'mortgage':
      return mortgagePaper(fonts, application, words);
    case 'letter':
      return letterPaper(fonts, { ...paper, day: '2026-01-12' });
  }
}

function oldCertificate(fonts: DocumentFonts, unit: ExampleUnit): Promise<Buffer> {
  const data = {
    certificateNo: unit.certificateNo,
    holders: unit.owners.map(({ name }) => name).join('、'),
    coOwnership: unit.owners.length > 1 ? '共同共有' : '单独所有',
    location: unit.location,
    unitCode: unit.unitCode,
    rightType: '国有建设用地使用权／房屋所有权',
    rightNature: '出让／市场化商品房',
    use: '城镇住宅用地／住宅',
    area: `房屋建筑面积 ${unit.area.toFixed(2)} ㎡`,
    term: '国有建设用地使用权 70 年',
    otherConditions: [],
    remarks: ['复印件与原件核对一致（样本）'],
    office: '宁波市不动产登记服务中心',
    registeredOn: '2019-06-18',
    verifyUrl: 'https://example.cn/verify',
  };
  return renderCertificate(fonts, data, new Date('2019-06-18T02:00:00Z'));
}

const root = join(import.meta.dirname, '..', 'examples', 'applications');

async function main() {
  const wanted = process.argv.slice(2);
  const fonts = loadDocumentFonts();
  for (const spec of packageSpecs(readDemoUnits())) {
    if (wanted.length > 0 && !wanted.some((part) => spec.name.includes(part))) continue;
    const folder = join(root, spec.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'scans'), { recursive: true });
    const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
    writeFileSync(join(folder, 'application.json'), json(spec.application));
    writeFileSync(join(folder, 'expected.json'), json(expectedOf(spec)));
    const scans = scansOf(spec.papers);
    for (const [index, paper] of spec.papers.entries()) {
      const { file } = scans[index]!;
      const bytes = await scanned(await draw(fonts, spec, paper), `${spec.name}/${file}`);
      writeFileSync(join(folder, 'scans', file), bytes);
    }
    process.stdout.write(`${spec.name}\n`);
  }
}

await main();
// The repository's formatter has the last word on the JSON files.
spawnSync('npx', ['biome', 'format', '--write', root], { stdio: 'inherit' });
