/** Civil affairs (民政): marriages and deaths. domain §5.0.4 `civil.marriage`, `civil.death`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CalendarDate, CaseNo, Person } from '../shared/wire.ts';

export const CivilQuery = Type.Object(
  { caseNo: Type.Optional(CaseNo), ...Person.properties },
  { additionalProperties: false },
);
export type CivilQuery = Type.Static<typeof CivilQuery>;

/** `no_record` is not "unmarried": old records are incomplete, so the person declares. */
export const MarriageStatus = Type.Union([
  Type.Literal('married'),
  Type.Literal('divorced'),
  Type.Literal('widowed'),
  Type.Literal('single'),
  Type.Literal('no_record'),
]);
export type MarriageStatus = Type.Static<typeof MarriageStatus>;

export const MarriageAnswer = Type.Object({
  status: MarriageStatus,
  spouse: Type.Optional(Person),
  certNo: Type.Optional(Type.String()),
  date: Type.Optional(CalendarDate),
});
export type MarriageAnswer = Type.Static<typeof MarriageAnswer>;

export const DeathAnswer = Type.Object({
  /** `no_record`: neither here nor at the police. */
  status: Type.Union([Type.Literal('dead'), Type.Literal('no_record')]),
  date: Type.Optional(CalendarDate),
  source: Type.Optional(Type.Union([Type.Literal('civil'), Type.Literal('police'), Type.Literal('hospital')])),
});
export type DeathAnswer = Type.Static<typeof DeathAnswer>;

/** The number belongs to somebody with another name. */
export const civilRefusals = ['CIVIL_NAME_DIFFERS'] as const;

export const civilOperations = defineOperations({
  queryMarriage: {
    method: 'POST',
    path: '/marriages/query',
    summary: '查询婚姻登记',
    body: CivilQuery,
    answer: MarriageAnswer,
    refusals: civilRefusals,
  },
  queryDeath: {
    method: 'POST',
    path: '/deaths/query',
    summary: '查询死亡登记',
    body: CivilQuery,
    answer: DeathAnswer,
    refusals: civilRefusals,
  },
});
