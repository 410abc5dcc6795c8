import { at } from '../calendar/local-time.ts';
import { cityPerson, demoInstitutions, demoPeople } from './people.ts';
import type { PlannedUnit } from './plan.ts';

const building = '330203001002GB00012F0001';
const owner = (person: (typeof demoPeople)[keyof typeof demoPeople]) => [{ ...person, share: null }];
const mortgage = (since: string, restrictsTransfer: boolean) => ({
  mortgagee: demoInstitutions.bank,
  amountFen: 120_000_000,
  since: at(since, '10:30'),
  termTo: '2045-12-31',
  restrictsTransfer,
});

/** Rooms of the demo building in 海曙, by what they are good for. Documented in registry/README.md. */
export const demoUnits = {
  /** 95.00 ㎡, 张明远 alone, nothing in the way: the plain second-hand sale. */
  plainSale: `${building}0001`,
  /** 许国栋 and 沈秀英, joint owners since 2016. */
  jointSale: `${building}0002`,
  /** 何建平 1/3, 俞晓雨 2/3. */
  sharedSale: `${building}0003`,
  /** 李佳宁; mortgage of 2022 without restriction: it follows the sale. */
  mortgaged: `${building}0004`,
  /** 李佳宁; mortgage of 2023 that restricts transfer: consent needed. */
  mortgagedRestricted: `${building}0005`,
  /** 李佳宁; mortgage of 2019: consent needed. */
  mortgagedBefore2021: `${building}0006`,
  /** 王海波; seized in 2025. */
  seized: `${building}0007`,
  /** 周子航; under objection since the day before the city was made. */
  objected: `${building}0008`,
  /** 周子航; caution in favour of 陈思源. */
  cautioned: `${building}0009`,
  /** 俞晓雨 alone: change of name. */
  rename: `${building}0010`,
  /** 何建平 alone, unencumbered: new mortgage. */
  mortgageable: `${building}0011`,
  /** 150.00 ㎡, 沈秀英 since 2015. */
  large: `${building}0012`,
  /** 周子航 since 2025: held less than two years. */
  heldOneYear: `${building}0013`,
  /** The example of domain §3.1: 海曙, building 1, unit 23; a plain home. */
  domainExample: `${building}0023`,
} as const;

/** What makes each of them different from its neighbours. */
export const specialUnits: Record<string, Partial<PlannedUnit>> = {
  [demoUnits.plainSale]: {
    area: 95,
    innerArea: 77.9,
    sharedArea: 17.1,
    owners: owner(demoPeople.zhang),
    ownedSince: at('2021-05-12', '10:00'),
  },
  [demoUnits.jointSale]: {
    mode: 'joint',
    owners: [...owner(demoPeople.xu), ...owner(demoPeople.shen)],
    ownedSince: at('2016-08-18', '10:00'),
  },
  [demoUnits.sharedSale]: {
    mode: 'shares',
    owners: [
      { ...demoPeople.he, share: { n: 1, d: 3 } },
      { ...demoPeople.yu, share: { n: 2, d: 3 } },
    ],
  },
  [demoUnits.mortgaged]: {
    owners: owner(demoPeople.li),
    ownedSince: at('2021-11-03', '10:00'),
    mortgage: mortgage('2022-03-15', false),
  },
  [demoUnits.mortgagedRestricted]: {
    owners: owner(demoPeople.li),
    ownedSince: at('2021-11-03', '10:00'),
    mortgage: mortgage('2023-03-15', true),
  },
  [demoUnits.mortgagedBefore2021]: {
    owners: owner(demoPeople.li),
    ownedSince: at('2018-11-05', '10:00'),
    mortgage: mortgage('2019-03-15', false),
  },
  [demoUnits.seized]: {
    owners: owner(demoPeople.wang),
    ownedSince: at('2019-06-06', '10:00'),
    seizure: {
      documentNo: '（2025）浙0203执88号',
      deliveredAt: at('2025-10-20', '09:12'),
      termMonths: 36,
      respondent: demoPeople.wang,
    },
  },
  [demoUnits.objected]: {
    owners: owner(demoPeople.zhou),
    ownedSince: at('2022-02-21', '10:00'),
    objection: { holder: cityPerson(3), matter: '主张为共有人' },
  },
  [demoUnits.cautioned]: {
    owners: owner(demoPeople.zhou),
    ownedSince: at('2022-02-22', '10:00'),
    caution: { holder: demoPeople.chen, since: at('2025-12-01', '15:00') },
  },
  [demoUnits.rename]: { owners: owner(demoPeople.yu), ownedSince: at('2020-09-09', '10:00') },
  [demoUnits.mortgageable]: { owners: owner(demoPeople.he), ownedSince: at('2020-10-10', '10:00') },
  [demoUnits.large]: {
    area: 150,
    innerArea: 123,
    sharedArea: 27,
    owners: owner(demoPeople.shen),
    ownedSince: at('2015-12-15', '10:00'),
  },
  [demoUnits.heldOneYear]: { owners: owner(demoPeople.zhou), ownedSince: at('2025-04-08', '10:00') },
};
