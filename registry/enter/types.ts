import type { Actor, Block } from '../common.ts';

export type EnterResult =
  | {
      kind: 'entered';
      registeredAt: Date;
      certificateNos: string[];
      /** Of the units after this entry. */
      registerVersions: Record<string, number>;
      /** False when an earlier call with the same caseNo and step did the work. */
      firstTime: boolean;
    }
  | { kind: 'refused'; refusal: Refusal };

/** `errorCode` is the BPMN error: conflict goes back to review, a restriction ends the case. */
export interface Refusal extends Block {
  errorCode: 'REG_CONFLICT' | 'UNIT_RESTRICTED';
  /** All findings, the first one is the refusal itself. */
  blocks: Block[];
}

export interface BookApi {
  /**
   * The 登簿 transaction of domain §4.3: the only legal moment. One database transaction, idempotent by (caseNo, step).
   * A refusal writes nothing. Throws only for programming errors and lost connections.
   */
  enterInRegister(input: { caseNo: string; step: string; registrar: Actor }): Promise<EnterResult>;
  /** What 登簿 would write now: for F-SIGNBOOK. Holders masked. Draws no numbers. */
  previewEntry(caseNo: string): Promise<{ before: string[]; after: string[]; blocks: Block[] }>;
}
