import type { Actor } from '../../registry/index.ts';

/** Accounts of machine decisions: two, because who accepts does not review (INV-29), and that holds for machines too. */
export const autoAcceptActor: Actor = { userId: 'machine:auto_accept', role: 'system', district: null };
export const autoReviewActor: Actor = { userId: 'machine:auto_review', role: 'system', district: null };
