import { expect } from 'vitest';

/** The receipts that a handler may give: done, with these variables, or a refusal of the business by its code. */
export const ok = (variables: unknown = expect.anything()) => ({ kind: 'complete', variables });
export const refusal = (code: string) => expect.objectContaining({ kind: 'error', code });
