/** Units of the demo city that the packages speak of, each for one package only. */
import { demoCity } from '../../registry/index.ts';
import type { DemoPerson } from './people.ts';

export interface ExampleUnit {
  readonly unitCode: string;
  readonly location: string;
  /** ㎡. */
  readonly area: number;
  readonly certificateNo: string;
  /** 登记证明号 of its mortgage. */
  readonly proofNo?: string | null;
  /** The register's holders, in its order. */
  readonly owners: readonly DemoPerson[];
}

export interface DemoUnits {
  /** Homes with one owner and nothing on their page, in turn from the six districts. */
  readonly plain: readonly ExampleUnit[];
  /** Mortgaged in 2022 without restriction: the mortgage follows a sale. */
  readonly mortgaged: ExampleUnit;
  readonly seized: ExampleUnit;
  /** Mortgaged to the demo bank: for a payoff. */
  readonly paidOff: ExampleUnit;
  /** A new home of the developer, a home sold before completion, a parking space. */
  readonly newHome: ExampleUnit;
  readonly presale: ExampleUnit;
  readonly parking: ExampleUnit;
  /** Code of the abolished district 330204, which the register does not hold. */
  readonly legacy: ExampleUnit;
}

const districts = ['330203', '330205', '330206', '330211', '330212', '330213'];

export function readDemoUnits(): DemoUnits {
  // From the end of each building: tests and people who try things out begin at the front.
  const perDistrict = districts.map((district) => demoCity.saleUnits(district).toReversed());
  const plain = Array.from({ length: 24 }, (_, index) => perDistrict[index % 6]![Math.floor(index / 6)]!);
  const { plainSale, mortgaged, seized, mortgagedRestricted: paidOff } = demoCity.units;
  const legacy = {
    ...plainSale,
    unitCode: '330204001002GB00012F00010023',
    location: '宁波市江东区百丈东路 812 弄 6 号 403 室',
  };
  // From the end, as above; the last two of the presale homes are under the mortgage of the building site.
  const newHome = demoCity.newHomes('330203').at(-1)!;
  const presale = demoCity.presaleHomes('330203').at(-1)!;
  const parking = demoCity.parking('330203').at(-1)!;
  return { plain, mortgaged, seized, legacy, paidOff, newHome, presale, parking };
}
