import Type from 'typebox';

/** Fields that completions of many steps share. Opinions, notes and names stay in the register's schema. */

export const opinion = Type.String({ minLength: 1, maxLength: 1000, description: '意见' });
export const note = Type.Optional(Type.String({ maxLength: 1000 }));
export const reasonCode = Type.Optional(Type.String({ maxLength: 40 }));
export const strict = { additionalProperties: false };
/** The person's own password, compared by the server and kept nowhere. */
export const pin = Type.Optional(
  Type.String({ minLength: 1, maxLength: 128, description: "签名口令: the signer's own password" }),
);
