import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/**
 * GET, PUT, DELETE /api/intake-drafts/:unitCode/:itemCode: what the reader has typed of an application that is not filed yet; nobody
 * else sees it. Filing it deletes it.
 */
const Content = Type.Record(Type.String(), Type.Unknown());
export const IntakeDraft = Type.Object({
  draft: Nullable(Type.Object({ content: Content, savedAt: Instant })),
});
export type IntakeDraft = Static<typeof IntakeDraft>;

export const IntakeDraftRequest = Type.Object({ content: Content }, { additionalProperties: false });
export type IntakeDraftRequest = Static<typeof IntakeDraftRequest>;
