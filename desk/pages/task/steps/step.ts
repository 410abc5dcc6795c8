import type { ComponentType, ReactNode } from 'react';
import type { ChecklistEntry, Completion, DecisionOption, TaskDetail } from '../../../../server/api/index.ts';

/**
 * A step of the diagram on the desk: its form, the body that completes it, and what it writes.
 * Everything typed is a draft that saves itself; fields about people (`private`) never leave the page before completion.
 */
export interface Draft {
  materials?: Record<string, MaterialDraft>;
  checklist?: Record<string, { result?: ChecklistEntry['result']; note?: string }>;
  opinion?: string;
  note?: string;
  missingMaterials?: string[];
  reasonCode?: string;
  contractNo?: string;
  loanSignedOn?: string;
  mortgageSignedOn?: string;
  /** Certificate number → serial of the sheet it is printed on. */
  serials?: Record<string, string>;
  amounts?: Record<string, string>;
  /** 实地查看: local date and time as typed, `YYYY-MM-DDTHH:mm`. */
  onsiteAt?: string;
  viewers?: string[];
  onsiteResult?: 'consistent' | 'inconsistent';
  photos?: string[];
  private?: { receiverName?: string; receiverIdNo?: string };
}

export interface MaterialDraft {
  received?: boolean;
  pages?: number;
  handling?: 'keep' | 'inspect';
  documentId?: string;
}

export interface StepFormProps {
  detail: TaskDetail;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  readOnly: boolean;
  /** Shows a document in the pane at the left. */
  onShowDocument: (documentId: string) => void;
}

export type Built = { ok: true; body: Completion } | { ok: false; missing: string };

export interface Step {
  Form: ComponentType<StepFormProps>;
  /** The request that completes the step, or the sentence that says what is still missing. */
  build(detail: TaskDetail, draft: Draft, decision: DecisionOption): Built;
  /** What the decision writes, shown before it asks. */
  writes(detail: TaskDetail, draft: Draft, decision: DecisionOption): ReactNode;
  /** True when the signer has to give the password again (登簿). */
  signs?(decision: DecisionOption): boolean;
}

export const missing = (sentence: string): Built => ({ ok: false, missing: sentence });
export const built = (body: Completion): Built => ({ ok: true, body });
export const trimmed = (text: string | undefined): string => text?.trim() ?? '';
/** An optional text field: absent when empty, as the strict schemas want. */
export const optional = <K extends string>(key: K, text: string | undefined): { [P in K]?: string } =>
  (trimmed(text) === '' ? {} : { [key]: trimmed(text) }) as { [P in K]?: string };
