import Type, { type Static } from 'typebox';

/** 证件种类 */
export const IdType = Type.Union([
  Type.Literal('citizen'),
  Type.Literal('hkmt'),
  Type.Literal('passport'),
  Type.Literal('household'),
  Type.Literal('officer'),
  Type.Literal('orgcode'),
  Type.Literal('uscc'),
  Type.Literal('other'),
]);
export type IdType = Static<typeof IdType>;
export const ID_TYPES: Record<IdType, string> = {
  citizen: '居民身份证',
  hkmt: '港澳台身份证',
  passport: '护照',
  household: '户口簿',
  officer: '军官证（士兵证）',
  orgcode: '组织机构代码',
  uscc: '统一社会信用代码',
  other: '其他',
};
