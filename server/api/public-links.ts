import Type, { type Static } from 'typebox';
import { Day, Fen, Instant, Nullable } from './common.ts';

/**
 * What an owner or signer reaches by the link of a text message, without sign-in. The link alone shows nothing; everything
 * else takes the code that is sent to the phone.
 */
export const LinkKind = Type.Union([Type.Literal('consent'), Type.Literal('signature')]);

/** GET /api/public/links/:token */
export const LinkState = Type.Object({
  kind: LinkKind,
  state: Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('expired')]),
  /** 138********. */
  phone: Type.String(),
  expiresAt: Instant,
});
export type LinkState = Static<typeof LinkState>;

/** POST /api/public/links/:token/code answers 200 { ok }. POST …/open and …/answer take the code. */
const code = Type.String({ pattern: '^\\d{6}$' });
export const LinkCode = Type.Object({ code }, { additionalProperties: false });
export const LinkAnswer = Type.Object({ code, agree: Type.Boolean() }, { additionalProperties: false });

export const LinkContent = Type.Object({
  kind: LinkKind,
  bank: Type.String(),
  location: Type.String(),
  unitCodes: Type.Array(Type.String()),
  expiresAt: Instant,
  /** Consent: 申请抵押 or 购房贷款. */
  purposeText: Nullable(Type.String()),
  table: Nullable(
    Type.Object({
      itemName: Type.String(),
      /** Masked. */
      signer: Type.String(),
      kindText: Nullable(Type.String()),
      amountFen: Nullable(Fen),
      termFrom: Nullable(Day),
      termTo: Nullable(Day),
      scope: Nullable(Type.String()),
      restrictsTransfer: Nullable(Type.Boolean()),
      loanSignedOn: Day,
      mortgageSignedOn: Day,
      priceFen: Nullable(Fen),
    }),
  ),
});
export type LinkContent = Static<typeof LinkContent>;

/** POST …/answer: the code for the bank is shown here once. */
export const LinkAnswered = Type.Object({ consentCode: Nullable(Type.String()) });
export type LinkAnswered = Static<typeof LinkAnswered>;
