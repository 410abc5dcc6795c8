import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Application,
  type CityPerson,
  cityPerson,
  type DemoUnit,
  demoCity,
  type MortgageView,
  RegistryError,
  type UnitPage,
} from '../../registry/index.ts';
import { pageOf, withConsents } from './support/pages.ts';
import { acceptor, application, courtOfficer, mortgage, rename, sale, seizure } from './support/play.ts';
import { createRegistryFixture, monday, type RegistryFixture } from './support/setup.ts';

/*
 * The page of the book at an earlier moment. Whatever happens to a home, the page that was read after each step must come out
 * again, letter by letter, when it is asked for later with the moment of that reading.
 */

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  for (let year = 2027; year <= 2035; year += 1)
    await fixture.registry.calendar.loadYear(year, [], 'no holidays, for this test');
});
afterAll(() => fixture.drop());

const homes = ['330205', '330206', '330211', '330212', '330213'].flatMap((d) => demoCity.saleUnits(d));
let used = 0;

const kinds = [
  'sell',
  'mortgage',
  'discharge',
  'rename',
  'facts',
  'reissue',
  'reside',
  'close',
  'file',
  'withdraw',
  'seize',
  'preSeize',
  'lift',
  'renew',
  'jump',
  'sweep',
] as const;
const step = fc.record({ do: fc.constantFrom(...kinds), n: fc.nat(99) });
type Step = { do: (typeof kinds)[number]; n: number };

interface Placed {
  rightId: string;
  authority: string;
  documentNo: string;
}

/** One home, one step after the other; a step that the rules refuse leaves everything as it was, which is remembered too. */
class Story {
  readonly remembered: UnitPage[] = [];
  readonly done: string[] = [];
  private placed: Placed[] = [];
  private filed: string[] = [];
  constructor(private readonly home: DemoUnit) {}

  async play(steps: readonly Step[]): Promise<void> {
    const { clock } = fixture;
    await this.remember();
    for (const [i, one] of steps.entries()) {
      clock.advance(1_000);
      await this.take(one, i);
      clock.advance(1_000);
      await this.remember();
    }
  }

  private async remember() {
    this.remembered.push(await pageOf(fixture.registry, this.home));
  }

  private async take({ do: what, n }: Step, i: number): Promise<void> {
    const { registry, clock } = fixture;
    const page = await pageOf(registry, this.home);
    const unit = unitOf(this.home, page);
    if (what === 'jump') clock.advance(((n % 12) + 1) * 20 * 86_400_000);
    else if (what === 'sweep') await registry.seizures.sweep();
    else if (what === 'seize' || what === 'preSeize') await this.seize(unit, what, n);
    else if (what === 'lift' || what === 'renew') await this.court(what, n, i);
    else if (what === 'withdraw') {
      const caseNo = this.filed.pop();
      if (!caseNo) return;
      await registry.cases.requestWithdrawal({ caseNo, reason: '不卖了', by: acceptor });
      await registry.cases.closeCase({ caseNo, outcome: 'WITHDRAWN', by: acceptor });
      this.done.push(what);
    } else if (page.ownership && !page.states.includes('EXTINGUISHED'))
      await this.apply(what, unit, page, n).catch((error: unknown) => {
        if (!(error instanceof RegistryError)) throw error; // the application itself was refused: nothing was filed
      });
  }

  private async apply(what: Step['do'], unit: DemoUnit, page: UnitPage, n: number): Promise<void> {
    const { registry } = fixture;
    const input = applicationFor(what, unit, page, n);
    if (!input) return;
    if (what === 'file') {
      this.filed.push((await registry.cases.fileCase(input, acceptor)).caseNo);
      this.done.push(what);
    } else {
      const { result } = await withConsents(registry, input);
      if (result.kind === 'entered') this.done.push(what);
    }
  }

  private async seize(unit: DemoUnit, what: 'seize' | 'preSeize', n: number): Promise<void> {
    const order = seizure(unit, {
      seizureKind: what === 'seize' ? 'seizure' : 'pre_seizure',
      authority: `法院${n % 3}`,
      termMonths: 1 + (n % 6),
      scopeShare: n % 4 === 0 ? { n: 1, d: 2 } : null,
      deliveredAt: fixture.clock.now(),
      // A 预查封 waits for a later buyer.
      ...(what === 'preSeize' ? { respondent: buyer(n) } : {}),
    });
    const result = await fixture.registry.seizures.enterSeizure(order, courtOfficer);
    if (result.kind !== 'entered') return;
    this.done.push(what);
    const { authority, documentNo } = order;
    this.placed.push({ rightId: result.entries[0]?.rightId ?? '', authority, documentNo });
  }

  private async court(what: 'lift' | 'renew', n: number, i: number): Promise<void> {
    const target = this.placed[n % Math.max(1, this.placed.length)];
    if (!target) return;
    const { registry, clock } = fixture;
    const noticeNo = `${this.home.unitCode}-${i}`;
    const result =
      what === 'lift'
        ? await registry.seizures.liftSeizure({ noticeNo, ...target, liftedAt: clock.now() }, courtOfficer)
        : await registry.seizures.renewSeizure(
            { noticeNo, ...target, termMonths: 3, deliveredAt: clock.now(), officers },
            courtOfficer,
          );
    if (result.kind !== 'refused') this.done.push(what);
  }
}

const officers = [
  { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
  { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
];
const buyer = (n: number): CityPerson => cityPerson(5_000 + (n % 5));

/** The home as the page has it now, for the applications of its owners. */
function unitOf(home: DemoUnit, page: UnitPage): DemoUnit {
  const owners = page.ownership?.holders.map(({ name, nature, idType, idNo }) => ({
    name,
    nature,
    idType,
    idNo,
    phone: '13300000000',
  }));
  return { ...home, owners: owners ?? home.owners, certificateNo: page.ownership?.certificateNos[0] ?? '' };
}

function applicationFor(what: Step['do'], unit: DemoUnit, page: UnitPage, n: number): Application | null {
  const ours = { acquirers: unit.owners };
  switch (what) {
    case 'sell':
    case 'file':
      return sale(unit, buyer(n));
    case 'mortgage':
      return mortgage(unit);
    case 'rename':
      return rename(unit, [`改名${String.fromCharCode(0x4e00 + (n % 50) + page.registerVersion)}`]);
    case 'reissue':
      return application('BDC-31', unit, ours, {
        targets: [{ certificateNo: unit.certificateNo }],
        reissue: { cause: 'damaged', oldReturned: true },
      });
    case 'facts':
      return application('BDC-08', unit, ours, {
        operation: 'change',
        facts: {
          reason: '实测面积变更',
          basisNo: `测字${n}号`,
          area: 100 + n,
          innerArea: 90 + n,
          sharedArea: 10,
          ...(n % 2 ? { landTermTo: '2090-01-01' } : {}),
        },
      });
    case 'reside':
      return application(
        'BDC-33',
        unit,
        { acquirers: [demoCity.people.xu], obligors: unit.owners },
        {
          residence: { basis: 'contract', basisNo: `JZ-${n}`, scope: `第${page.registerVersion}间`, conditions: '无' },
        },
      );
    case 'close':
      return n < 25
        ? application('BDC-16', unit, ours, {
            cancellation: { cause: 'destroyed', endedOn: '2026-11-01', evidenceNo: '灭失1号' },
          })
        : null;
    case 'discharge':
      return discharge(unit, page.mortgages[n % Math.max(1, page.mortgages.length)]);
    default:
      return null;
  }
}

function discharge(unit: DemoUnit, target: MortgageView | undefined): Application | null {
  const lender = target?.holders[0];
  const proof = target?.certificateNos[0];
  if (!lender || !proof) return null;
  return application(
    'BDC-21',
    unit,
    { acquirers: [{ ...lender, phone: null }] },
    {
      targets: [{ certificateNo: proof }],
      cancellation: { cause: 'claim_ended', endedOn: '2026-11-20', evidenceNo: 'JQ-1' },
    },
  );
}

/** Renewed and lifted is the first seizure, which is effective; after the jump all terms are over. */
const numbers: Record<string, number> = { renew: 0, lift: 0, jump: 11 };
/** Stories in which every kind of step does something, so that a lucky seed is not needed. */
const told: Step[][] = [
  ['file', 'withdraw', 'mortgage', 'facts', 'reissue', 'rename', 'reside', 'discharge', 'preSeize', 'sell', 'jump'],
  ['seize', 'seize', 'renew', 'lift', 'jump', 'sweep', 'close'],
].map((names) => names.map((name) => ({ do: name as Step['do'], n: numbers[name] ?? 1 })));

it('is what was read then, after any sequence of registrations and court measures', async () => {
  const happened = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      fixture.clock.set(monday);
      const home = homes[used++] as DemoUnit;
      const story = new Story(home);
      await story.play(steps);
      for (const one of story.done) happened.add(one);
      for (const page of story.remembered) {
        const again = await fixture.registry.units.unitPage(home.unitCode, {
          at: page.asOf,
          unmask: { actor: acceptor, purpose: 'test' },
        });
        expect(again).toEqual(page);
      }
    }),
    { numRuns: 25, endOnFailure: true, examples: told.map((story) => [story]) },
  );
  // Sequences in which nothing happens would prove nothing.
  expect([...happened].sort()).toEqual([
    'close',
    'discharge',
    'facts',
    'file',
    'lift',
    'mortgage',
    'preSeize',
    'reissue',
    'rename',
    'renew',
    'reside',
    'seize',
    'sell',
    'withdraw',
  ]);
}, 240_000);
