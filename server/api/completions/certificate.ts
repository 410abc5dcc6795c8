import Type from 'typebox';
import { note, opinion, strict } from './fields.ts';

/** Steps from the fee to the delivery of the certificate (domain §5.1, steps 19-23). */

export const PaymentProblemCompletion = Type.Object(
  { elementId: Type.Literal('PaymentProblem'), note: opinion },
  strict,
);
export const SealProblemCompletion = Type.Object({ elementId: Type.Literal('SealProblem'), note: opinion }, strict);

/** One sheet per certificate. printed: its serial; void: the spoilt sheet's serial, and another one is asked for. */
export const PrintCertificateCompletion = Type.Object(
  {
    elementId: Type.Literal('PrintCertificate'),
    printDecision: Type.Union([Type.Literal('printed'), Type.Literal('void')]),
    prints: Type.Array(
      Type.Object(
        {
          certificateNo: Type.String({ maxLength: 60 }),
          serial: Type.String({ minLength: 4, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 40 },
    ),
    note,
  },
  strict,
);

/** F-CERT: who takes the certificate away. Name and number are kept in the register's schema only. */
export const DeliverCompletion = Type.Object(
  {
    elementId: Type.Literal('Deliver'),
    receiverName: Type.String({ minLength: 1, maxLength: 100 }),
    receiverIdNo: Type.String({ minLength: 1, maxLength: 40 }),
    note,
  },
  strict,
);

export const CERTIFICATE_COMPLETIONS = {
  PaymentProblem: PaymentProblemCompletion,
  SealProblem: SealProblemCompletion,
  PrintCertificate: PrintCertificateCompletion,
  Deliver: DeliverCompletion,
} as const;
