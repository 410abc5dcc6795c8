/** Schemas that several jobs share. Process variables carry numbers, codes, flags and dates, never personal data. */
import Type from 'typebox';

export const CaseNo = Type.String({ pattern: '^\\d{20}$' });
export const RightId = Type.String({ pattern: '^\\d+$' });
export const UnitCodes = Type.Array(Type.String({ minLength: 28, maxLength: 28 }), { minItems: 1, maxItems: 200 });
export const Fen = Type.Integer({ minimum: 0 });
export const Instant = Type.String({ format: 'date-time' });
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Maybe = <T extends Type.TSchema>(schema: T) => Type.Optional(Nullable(schema));
/** A job that changes the world and tells the process nothing. */
export const Nothing = Type.Object({});
