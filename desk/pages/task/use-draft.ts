import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/http.ts';
import type { Draft } from './steps/step.ts';

export type DraftState = 'saved' | 'saving' | 'failed';

/** How long the typing must rest before a draft is sent. */
const REST_MS = 800;

/** A connection that hangs must not hold up the drafts after it, nor the completion of the task. */
const LONGEST_SAVE_MS = 15_000;

/**
 * The form's content, saved by itself while the clerk works. Fields about people stay on the page.
 * @param editable a task held by somebody else is read, never saved.
 */
export function useDraft(taskKey: string, initial: Draft, editable: boolean) {
  const [draft, setDraft] = useState<Draft>(initial);
  const [state, setState] = useState<DraftState>('saved');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<Draft | null>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  const save = useRef(async () => {});
  save.current = async () => {
    const content = unsaved.current;
    if (!content) return;
    unsaved.current = null;
    const { private: _people, ...kept } = content;
    setState('saving');
    try {
      await api(`/api/tasks/${encodeURIComponent(taskKey)}/draft`, {
        method: 'PUT',
        body: { draft: kept },
        signal: AbortSignal.timeout(LONGEST_SAVE_MS),
      });
      setState(unsaved.current ? 'saving' : 'saved');
    } catch {
      unsaved.current ??= content; // goes along with the next turn, unless something newer does
      setState('failed');
    }
  };

  /** One after the other: of two drafts under way at once the older could arrive last. */
  const saveInTurn = () => {
    underWay.current = underWay.current.then(() => save.current());
  };

  const change = (part: Partial<Draft>) => {
    setDraft((now) => {
      const next = { ...now, ...part };
      if (editable) unsaved.current = next;
      return next;
    });
    if (!editable) return;
    setState('saving');
    clearTimeout(timer.current);
    timer.current = setTimeout(saveInTurn, REST_MS);
  };

  /** Nothing more is to be saved: the task is done. */
  const discard = () => {
    clearTimeout(timer.current);
    unsaved.current = null;
  };

  /** Before the task is completed: what is under way arrives first, and nothing is sent after it. */
  const settle = async () => {
    clearTimeout(timer.current);
    await underWay.current;
  };

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      void underWay.current.then(() => save.current());
    },
    [],
  );
  return { draft, change, state, discard, settle };
}
