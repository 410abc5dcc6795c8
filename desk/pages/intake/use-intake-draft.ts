import { useQueryClient } from '@tanstack/react-query';
import type { IntakeDraft } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { intakeDraftQuery, intakeDraftUrl } from '../../api/queries.ts';
import { serverClock } from '../../api/server-clock.ts';
import { useAutosave } from '../../lib/use-autosave.ts';
import type { IntakeForm } from './intake-form.ts';

/** The form of an application, saved by itself on the server until it is filed or given up; never in the browser, because it names people. */
export function useIntakeDraft(unitCode: string, itemCode: string) {
  const client = useQueryClient();
  const { queryKey } = intakeDraftQuery(unitCode, itemCode);
  const path = intakeDraftUrl(unitCode, itemCode);
  const { keep, state, discard, settle } = useAutosave<IntakeForm>((content, signal) =>
    api(path, { method: 'PUT', body: { content }, signal }),
  );
  const remember = (draft: IntakeDraft['draft']) => client.setQueryData<IntakeDraft>(queryKey, { draft });
  return {
    state,
    settle,
    keep: (form: IntakeForm) => {
      remember({ content: { ...form }, savedAt: new Date(serverClock.now()).toISOString() });
      keep(form);
    },
    /** Filed: the server has deleted it with the filing. */
    end: () => {
      discard();
      remember(null);
    },
    giveUp: async () => {
      discard();
      await settle();
      await api(path, { method: 'DELETE' });
      remember(null);
    },
  };
}

/**
 * A draft over an empty form: what a newer release asks besides stays empty, and the truth is declared anew. Null when it was for another
 * of the item's operations.
 */
export function restoredForm(empty: IntakeForm, content: Record<string, unknown>): IntakeForm | null {
  if (content.operation !== empty.operation) return null;
  const fields = Object.entries(empty).map(([key, value]) => {
    const typed = content[key] ?? value;
    return [key, typeof value === 'object' && !Array.isArray(value) ? { ...value, ...(typed as object) } : typed];
  });
  return { ...(Object.fromEntries(fields) as IntakeForm), declareTruth: false };
}
