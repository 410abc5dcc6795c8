import { type Application, cityPerson, type DemoUnit, demoCity, type SeizureOrder } from '../../../registry/index.ts';
import { pageOf } from './pages.ts';
import { application, courtOfficer, party, registered, sale, seizure } from './play.ts';
import type { OpenRegister } from './setup.ts';

export const half = { n: 1, d: 2 };
export const first = demoCity.court.authority;
export const [second, third] = ['鄞州区人民法院', '北仑区人民法院'] as const;
export const [debtor, other, buyer] = [cityPerson(941), cityPerson(942), demoCity.people.zhou] as const;

/** BDC-14: the court gives the debtor's half to the buyer. */
export function order(unit: DemoUnit, authority: string, more: object = {}): Application {
  const what = application(
    'BDC-14',
    unit,
    {},
    {
      ownershipMode: 'shares',
      transfer: {
        reason: 'enforcement',
        basisNo: '（2026）浙0203执裁7号',
        effectiveOn: '2026-11-19',
        valueFen: 60_000_000,
        previous: [{ name: debtor.name, idType: debtor.idType, idNo: debtor.idNo }],
        shareOnly: true,
        court: { authority, noticeNo: '（2026）浙0203执协7号', wholeDisposal: false },
        ...more,
      },
    },
  );
  what.parties.push(party('acquirer', buyer, half));
  return what;
}

/** Homes of two owners whose shares courts seize and dispose of; each is used once. */
export function sharedHomes(fixture: OpenRegister) {
  const homes = demoCity.saleUnits('330211');
  const freshHome = () => homes.shift() as DemoUnit;
  return {
    freshHome,
    /** A home of two owners by halves. */
    async sharedHome(): Promise<DemoUnit> {
      const unit = freshHome();
      const what = sale(unit, debtor, { ownershipMode: 'shares' });
      what.parties = [party('acquirer', debtor, half), party('acquirer', other, half), ...what.parties.slice(1)];
      await registered(fixture.registry, what);
      return unit;
    },
    /** Seizes for a court; the number of its right. */
    async seize(unit: DemoUnit, authority: string, of: typeof debtor, scopeShare: SeizureOrder['scopeShare']) {
      const { name, idNo } = of;
      const result = await fixture.registry.seizures.enterSeizure(
        seizure(unit, { authority, respondent: { name, idNo }, scopeShare }),
        courtOfficer,
      );
      if (result.kind !== 'entered') throw new Error(result.message);
      return { rightId: result.entries[0]?.rightId ?? '', affectedCases: result.affectedCases };
    },
    standing: async (unit: DemoUnit) =>
      (await pageOf(fixture.registry, unit)).seizures.map(({ rightId, status }) => [rightId, status]),
  };
}
