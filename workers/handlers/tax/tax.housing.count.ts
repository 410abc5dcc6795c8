import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Day, Fen, Nullable } from '../../shapes.ts';
import { acquirers, asPerson } from '../parties.ts';

const YEAR_DAYS = 365.2425;
const DAY_MS = 86_400_000;

/** Whole years from day to day. */
function fullYears(from: string, to: string): number {
  const [fromYear, fromRest] = [Number(from.slice(0, 4)), from.slice(5)];
  const [toYear, toRest] = [Number(to.slice(0, 4)), to.slice(5)];
  return toYear - fromYear - (toRest < fromRest ? 1 : 0);
}

const NOBODY_SELLS = {
  ok: true as const,
  value: {
    homesElsewhere: 0,
    sellerHoldingSince: null,
    originalValueFen: null,
    sellerOnlyHome: false,
    ruleVersion: 'none',
  },
};

/** The register's own count (AR-04) together with what only the tax office knows; numbers and dates, no names. */
export const countHousing = defineJob({
  type: 'tax.housing.count',
  department: 'tax',
  description: '查询住房套次、持有年限、原值凭证与满五唯一',
  input: Type.Object({ caseNo: CaseNo, unitCode: Type.String() }),
  output: Type.Object({
    contractDate: Day,
    priceFen: Fen,
    use: Type.String(),
    area: Type.Number(),
    familyHousingCountAfter: Type.Integer({ minimum: 0 }),
    holdingYears: Type.Number({ minimum: 0 }),
    fiveYearsOnlyHome: Type.Boolean(),
    originalValueFen: Nullable(Fen),
    reasonableCostsFen: Nullable(Fen),
    housingRuleVersion: Type.String(),
    housingUncertain: Type.Boolean(),
  }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the register keeps one line in the log of queries for each result',
  async handle({ caseNo, unitCode }, { deps, call }) {
    const facts = await deps.registry.queries.countForCase(caseNo);
    const parties = await deps.registry.people.getParties(caseNo);
    const sellers = await deps.registry.people.getTransferors(caseNo);
    const family = {
      caseNo,
      unitCode,
      contractDate: facts.contractDate,
      buyerFamily: acquirers(parties).map(asPerson),
    };
    // Where the state grants the land (BDC-01) nobody sells: nothing was held before, and no home is counted.
    const answer =
      sellers.length > 0
        ? answerOf(await deps.clients.tax.housingFamily({ ...family, sellers }, call(caseNo)))
        : NOBODY_SELLS;
    if (!answer.ok) throw new TechnicalFailure(`税务机关不能查询住房套次：${answer.message}`, false);
    const office = answer.value;
    // §6.2: the earlier of certificate date and deed-tax payment counts.
    const holdingYears = Math.max(
      facts.holdingYears,
      office.sellerHoldingSince ? fullYears(office.sellerHoldingSince, facts.contractDate) : 0,
    );
    const onlyHome = office.sellerOnlyHome ?? facts.sellerOnlyHomeOverFiveYears;
    return complete({
      contractDate: facts.contractDate,
      priceFen: facts.priceFen,
      use: facts.use,
      area: facts.area,
      familyHousingCountAfter: facts.familyHousingCountAfter + office.homesElsewhere,
      holdingYears,
      fiveYearsOnlyHome: onlyHome && heldOverFiveYears(facts.sellerOnlyHomeOverFiveYears, office, facts.contractDate),
      originalValueFen: office.originalValueFen,
      reasonableCostsFen: null,
      housingRuleVersion: `${facts.ruleVersion}+${office.ruleVersion}`,
      housingUncertain: facts.uncertain.length > 0,
    });
  },
});

/** 满五: more than five years, by the register or by the tax payment. */
function heldOverFiveYears(
  byRegister: boolean,
  office: { sellerHoldingSince: string | null },
  contractDate: string,
): boolean {
  if (byRegister || !office.sellerHoldingSince) return byRegister;
  const days = (Date.parse(contractDate) - Date.parse(office.sellerHoldingSince)) / DAY_MS;
  return days > 5 * YEAR_DAYS;
}
