import { describe, expect, it } from 'vitest';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf } from './support/pages.ts';
import { application, courtOfficer, loanTerms, registered, seizure } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const { bank } = demoCity.institutions;
const homes = demoCity.saleUnits('330211');

/** A home under a mortgage, 最高额 unless said otherwise. */
async function mortgagedHome(mortgageKind: 'general' | 'maximum' = 'maximum', lender: CityPerson = bank) {
  const unit = homes.shift() as DemoUnit;
  const [proof = ''] = await registered(
    fixture.registry,
    application(
      mortgageKind === 'maximum' ? 'BDC-18' : 'BDC-17',
      unit,
      { acquirers: [lender], obligors: unit.owners },
      { mortgage: loanTerms({ mortgageKind, amountFen: 100_000_000 }) },
    ),
  );
  return { unit, proof };
}

async function seize(unit: DemoUnit): Promise<string> {
  const result = await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
  if (result.kind !== 'entered') throw new Error(result.message);
  return result.entries[0]?.rightId ?? '';
}

/** What is due to banks now about the home; register times run a few milliseconds ahead of the clock. */
async function letters({ unitCode }: DemoUnit) {
  fixture.clock.advance(60_000);
  return (await fixture.registry.outbox.claimLetters(20)).filter((letter) => letter.unitCode === unitCode);
}

describe('INV-20 最高额抵押 under a seizure (查封规定 §25; 民法典 423)', () => {
  it('tells the bank; its claim stands from the moment it has the notice, as high as it says', async () => {
    const { registry, clock } = fixture;
    const { unit, proof } = await mortgagedHome();
    const seizureId = await seize(unit);
    const [mortgage] = (await pageOf(registry, unit)).mortgages;
    const untold = { mortgageId: mortgage?.rightId, seizureId, connected: true, toldAt: null, claimFen: null };
    expect((await pageOf(registry, unit)).frozenClaims).toEqual([untold]);

    const [letter, ...none] = await letters(unit);
    expect(none).toEqual([]);
    expect(letter).toMatchObject({
      topic: 'mortgage.seized',
      caseNo: `CF${seizureId}`,
      bankId: 'BANK-01',
      unitCode: unit.unitCode,
      certificateNo: proof,
    });
    const receivedAt = clock.now();
    await registry.outbox.letterSent(letter!, { receiptNo: 'BMN1', receivedAt, claimFen: 63_000_000 });
    // the same receipt once more changes nothing
    await registry.outbox.letterSent(letter!, { receiptNo: 'BMN2', receivedAt: new Date(0), claimFen: 1 });

    const told = { ...untold, toldAt: receivedAt, claimFen: 63_000_000 };
    expect((await pageOf(registry, unit)).frozenClaims).toEqual([told]);
    const before = await registry.units.unitPage(unit.unitCode, { at: new Date(receivedAt.getTime() - 1) });
    expect(before?.frozenClaims).toEqual([untold]);
    await expect(
      fixture.pool.query('UPDATE registry.claim_freezes SET claim_fen = 1 WHERE seizure_id = $1', [seizureId]),
    ).rejects.toMatchObject({ code: 'YT020' });
  });

  it('a 轮候 freezes nothing until it is promoted; the lifted one no longer shows', async () => {
    const { registry } = fixture;
    const { unit } = await mortgagedHome();
    const first = await seize(unit);
    const second = await seize(unit);
    expect((await letters(unit)).map(({ seizureId }) => seizureId)).toEqual([first]);

    const { authority } = demoCity.court;
    await registry.seizures.liftSeizure(
      { noticeNo: 'lift-frozen', rightId: first, authority, documentNo: '（2026）浙0203执123号之二' },
      courtOfficer,
    );

    expect((await letters(unit)).map(({ seizureId }) => seizureId)).toContain(second);
    expect((await pageOf(registry, unit)).frozenClaims.map(({ seizureId }) => seizureId)).toEqual([second]);
  });

  it('a general mortgage is not open, and a lender who is not connected is left for a letter on paper', async () => {
    const { registry } = fixture;
    const general = await mortgagedHome('general');
    await seize(general.unit);
    expect((await pageOf(registry, general.unit)).frozenClaims).toEqual([]);

    const person = await mortgagedHome('maximum', cityPerson(951));
    await seize(person.unit);
    expect((await pageOf(registry, person.unit)).frozenClaims).toMatchObject([{ connected: false, toldAt: null }]);
    expect(await letters(person.unit)).toEqual([]);
  });
});
