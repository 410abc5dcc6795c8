import Type, { type Static } from 'typebox';
import { Day, Nullable } from './common.ts';
import { UnitState, UnitUse } from './units.ts';

/** 权籍调查成果: parcels, buildings and units as the surveyor delivers them (domain §4.1). */

const closed = { additionalProperties: false };
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const area = Type.Number({ exclusiveMinimum: 0 });

export const SurveyKind = Type.Union([
  Type.Literal('parcel'),
  Type.Literal('predicted'),
  Type.Literal('surveyed'),
  Type.Literal('partition'),
]);
export type SurveyKind = Static<typeof SurveyKind>;
export const SURVEY_KINDS: Record<SurveyKind, string> = {
  parcel: '宗地',
  predicted: '房产预测绘',
  surveyed: '房产实测绘',
  partition: '分割合并',
};

export const SurveyUnit = Type.Object(
  {
    unitCode: text(40),
    location: text(200),
    logicalNo: Type.Optional(Type.String({ pattern: '^\\d{4}$' })),
    floor: Type.Optional(Type.Integer({ minimum: -20, maximum: 300 })),
    roomNo: Type.Optional(text(40)),
    use: UnitUse,
    area,
    innerArea: Type.Optional(area),
    sharedArea: Type.Optional(Type.Number({ minimum: 0 })),
    /** 分摊土地面积, ㎡ */
    apportionedLandArea: Type.Optional(Type.Number({ minimum: 0 })),
    layout: Type.Optional(text(40)),
    floorPlanNo: Type.Optional(text(60)),
  },
  closed,
);
export type SurveyUnit = Static<typeof SurveyUnit>;

/** POST /api/surveys: 201, or 200 when the same survey was recorded before. */
export const Survey = Type.Object(
  {
    surveyNo: Type.String({ minLength: 4, maxLength: 60 }),
    kind: SurveyKind,
    /** 宗地代码 */
    parcelCode: Type.String({ minLength: 19, maxLength: 19 }),
    surveyor: text(100),
    surveyedOn: Day,
    parcel: Type.Optional(
      Type.Object(
        {
          location: text(200),
          area,
          landUse: text(60),
          landNature: text(40),
          termFrom: Type.Optional(Day),
          termTo: Type.Optional(Day),
          plotRatio: Type.Optional(Type.Number({ minimum: 0 })),
          bounds: Type.Optional(
            Type.Object({ east: text(100), south: text(100), west: text(100), north: text(100) }, closed),
          ),
          use: Type.Optional(UnitUse),
        },
        closed,
      ),
    ),
    buildings: Type.Optional(
      Type.Array(
        Type.Object(
          {
            buildingNo: Type.String({ pattern: '^\\d{4}$' }),
            projectName: Type.Optional(text(100)),
            structure: text(40),
            totalFloors: Type.Integer({ minimum: 1, maximum: 300 }),
            completedOn: Type.Optional(Day),
          },
          closed,
        ),
        { maxItems: 60 },
      ),
    ),
    units: Type.Optional(Type.Array(SurveyUnit, { maxItems: 600 })),
  },
  closed,
);
export type Survey = Static<typeof Survey>;

export const SurveyRecorded = Type.Object({
  surveyNo: Type.String(),
  firstTime: Type.Boolean(),
  /** Pages opened, without registration. */
  newUnits: Type.Array(Type.String()),
});
export type SurveyRecorded = Static<typeof SurveyRecorded>;

/** GET /api/units/:unitCode/building, 楼盘表 */
export const BuildingTable = Type.Object({
  parcelCode: Type.String(),
  landUnitCode: Nullable(Type.String()),
  units: Type.Array(
    Type.Object({
      unitCode: Type.String(),
      location: Type.String(),
      floor: Nullable(Type.Integer()),
      roomNo: Nullable(Type.String()),
      use: UnitUse,
      area: Type.Number(),
      areaBasis: Type.Union([Type.Literal('predicted'), Type.Literal('surveyed')]),
      registered: Type.Boolean(),
      states: Type.Array(UnitState),
    }),
  ),
  surveys: Type.Array(
    Type.Object({ surveyNo: Type.String(), kind: SurveyKind, surveyedOn: Day, units: Type.Integer() }),
  ),
});
export type BuildingTable = Static<typeof BuildingTable>;
