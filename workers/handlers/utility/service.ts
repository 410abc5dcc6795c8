import Type from 'typebox';

/** One of the five services of F-UTILITY; each has a company of its own. */
export const Service = Type.Union([
  Type.Literal('water'),
  Type.Literal('power'),
  Type.Literal('gas'),
  Type.Literal('tv'),
  Type.Literal('broadband'),
]);
export type Service = Type.Static<typeof Service>;

export const SERVICE_WORDS: Record<Service, string> = {
  water: '水',
  power: '电',
  gas: '燃气',
  tv: '数字电视',
  broadband: '宽带',
};
