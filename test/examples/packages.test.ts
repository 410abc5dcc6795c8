import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { readPackages } from '../../scripts/demo/package.ts';
import { readDemoUnits } from '../../scripts/examples/city.ts';
import { expectedOf, scansOf } from '../../scripts/examples/package-files.ts';
import { packageSpecs } from '../../scripts/examples/packages.ts';
import { rasterise } from '../../scripts/pdf/rasterise.ts';
import { Application, COMPLETIONS } from '../../server/api/index.ts';

const root = join(import.meta.dirname, '../../examples/applications');
const packages = readPackages(root);
const specs = packageSpecs(readDemoUnits());

describe('examples/applications', () => {
  it('has at least ten packages, good and bad ones', () => {
    const outcomes = new Set(packages.map(({ expected }) => expected.outcome));
    expect(packages.length).toBeGreaterThanOrEqual(10);
    for (const outcome of ['completed', 'refused', 'not_accepted', 'withdrawn', 'superseded', 'rejected']) {
      expect(outcomes).toContain(outcome);
    }
  });

  it('uses each unit and each application key once', () => {
    const units = packages.flatMap(({ application }) => application.unitCodes);
    expect(new Set(units).size).toBe(units.length);
    expect(new Set(packages.map(({ application }) => application.applicationKey)).size).toBe(packages.length);
  });

  it('stays under 8 MB', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
    const size = files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0);
    expect(size).toBeLessThan(8 * 1024 * 1024);
  });

  describe.each(packages)('$name', ({ application, expected, folder, name }) => {
    it('is what scripts/make-examples.ts writes', () => {
      const spec = specs.find((candidate) => candidate.name === name)!;
      expect(application).toEqual(JSON.parse(JSON.stringify(spec.application)));
      expect(expected).toEqual(JSON.parse(JSON.stringify(expectedOf(spec))));
      expect(readdirSync(join(folder, 'scans')).sort()).toEqual(
        scansOf(spec.papers)
          .map(({ file }) => file)
          .sort(),
      );
    });

    it('fits the published schema, and its people are demo people', () => {
      expect(Value.Errors(Application, application)).toEqual([]);
      for (const party of application.parties) {
        if (party.idType === 'citizen') expect(party.idNo).toMatch(/^330299/);
      }
    });

    it('decides only on steps that exist', () => {
      const steps = [
        ...Object.keys(expected.play.decisions ?? {}),
        ...(expected.play.events ?? []).map(({ task }) => task),
      ];
      for (const step of steps) expect(Object.keys(COMPLETIONS)).toContain(step);
    });

    it('has its scans: pictures, not text', async () => {
      expect(expected.scans.length).toBeGreaterThan(0);
      for (const { file } of expected.scans) {
        const path = join(folder, 'scans', file);
        expect(existsSync(path)).toBe(true);
        const [page] = await rasterise(readFileSync(path), 0.25);
        // Paper is grey, never pure white: a page that was not scanned would be.
        expect(page!.rgba.subarray(0, 3).every((value) => value < 250)).toBe(true);
        expect(readFileSync(path).includes('/Subtype /Image')).toBe(true);
        expect(readFileSync(path).includes('/FontDescriptor')).toBe(false);
      }
    });
  });
});
