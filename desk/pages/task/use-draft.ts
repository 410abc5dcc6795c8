import { useRef, useState } from 'react';
import { api } from '../../api/http.ts';
import { useAutosave } from '../../lib/use-autosave.ts';
import type { Draft } from './steps/step.ts';

/**
 * The form's content, saved by itself while the clerk works. Fields about people stay on the page.
 * @param editable a task held by somebody else is read, never saved.
 */
export function useDraft(taskKey: string, initial: Draft, editable: boolean) {
  const [draft, setDraft] = useState<Draft>(initial);
  const latest = useRef(initial);
  const { keep, ...rest } = useAutosave<Draft>(({ private: _people, ...kept }, signal) =>
    api(`/api/tasks/${encodeURIComponent(taskKey)}/draft`, { method: 'PUT', body: { draft: kept }, signal }),
  );
  const change = (part: Partial<Draft>) => {
    latest.current = { ...latest.current, ...part };
    setDraft(latest.current);
    if (editable) keep(latest.current);
  };
  return { draft, change, ...rest };
}
