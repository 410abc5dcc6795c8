/** Units of the demo city that the packages speak of, each for one package only. */
import type { DemoPerson } from './people.ts';

export interface ExampleUnit {
  readonly unitCode: string;
  readonly location: string;
  /** ㎡. */
  readonly area: number;
  readonly certificateNo: string;
  /** The register's holders, in its order. */
  readonly owners: readonly DemoPerson[];
}

export interface DemoUnits {
  /** Homes with nothing on their page. */
  readonly sale: readonly ExampleUnit[];
  readonly rename: readonly ExampleUnit[];
  readonly mortgage: readonly ExampleUnit[];
  readonly seized: readonly ExampleUnit[];
  /** Code of the abolished district 330204. */
  readonly legacy: ExampleUnit;
}

export function readDemoUnits(): DemoUnits {
  const fake = (index: number, district = '330203'): ExampleUnit => ({
    unitCode: `${district}001002GB00012F0001${String(index).padStart(4, '0')}`,
    location: `宁波市海曙区样本路 ${index} 号`,
    area: 90 + index,
    certificateNo: `浙（2019）宁波市海曙不动产权第${String(index).padStart(7, '0')}号`,
    owners: [{ name: '何甬', idType: 'citizen', idNo: '33029919810412002X', nature: 'person' }],
  });
  return {
    sale: Array.from({ length: 12 }, (_, index) => fake(index + 1)),
    rename: [fake(20)],
    mortgage: [fake(30), fake(31)],
    seized: [fake(40)],
    legacy: fake(50, '330204'),
  };
}
