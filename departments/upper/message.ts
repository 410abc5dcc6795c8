/** The message on the wire: head, then rows by table; every value is text. JSON and XML say the same. */
import Type from 'typebox';

export const MessageRow = Type.Record(Type.String({ pattern: '^[A-Z0-9]{1,20}$' }), Type.String({ maxLength: 4000 }));
export type MessageRow = Type.Static<typeof MessageRow>;

export const MessageHead = Type.Object(
  {
    /** 报文编号: the same number is the same report. */
    messageNo: Type.String({ minLength: 1, maxLength: 80 }),
    kind: Type.String({ maxLength: 40 }),
    caseNo: Type.String({ maxLength: 20 }),
    district: Type.String({ maxLength: 6 }),
    registeredAt: Type.String({ maxLength: 35 }),
    unitCodes: Type.String({ maxLength: 4000 }),
  },
  { additionalProperties: false },
);

export const Message = Type.Object(
  {
    head: MessageHead,
    data: Type.Record(Type.String({ pattern: '^[A-Z0-9]{1,20}$' }), Type.Array(MessageRow, { maxItems: 5000 })),
  },
  { additionalProperties: false },
);
export type Message = Type.Static<typeof Message>;

/** One thing that is wrong, and where. Never repeats the value: it may be a person's. */
export const Finding = Type.Object({
  table: Type.Union([Type.String(), Type.Null()]),
  field: Type.Union([Type.String(), Type.Null()]),
  unitCode: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  message: Type.String(),
});
export type Finding = Type.Static<typeof Finding>;
