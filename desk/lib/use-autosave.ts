import { useEffect, useRef, useState } from 'react';

export type DraftState = 'saved' | 'saving' | 'failed';
export const DRAFT_WORDS: Record<DraftState, string> = {
  saved: '草稿已保存',
  saving: '正在保存草稿…',
  failed: '草稿没有保存上，请勿关闭页面',
};

/** How long the typing must rest before a draft is sent. */
const REST_MS = 800;

/** A connection that hangs must not hold up the drafts after it, nor what waits for them. */
const LONGEST_SAVE_MS = 15_000;

/** Sends a form's content to the server by itself while somebody types, and what is left when the page is left. */
export function useAutosave<T>(send: (content: T, signal: AbortSignal) => Promise<unknown>) {
  const [state, setState] = useState<DraftState>('saved');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<T | null>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  const save = useRef(async () => {});
  save.current = async () => {
    const content = unsaved.current;
    if (!content) return;
    unsaved.current = null;
    setState('saving');
    try {
      await send(content, AbortSignal.timeout(LONGEST_SAVE_MS));
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

  const keep = (content: T) => {
    unsaved.current = content;
    setState('saving');
    clearTimeout(timer.current);
    timer.current = setTimeout(saveInTurn, REST_MS);
  };

  /** Nothing more is to be saved: what the draft was for is done. */
  const discard = () => {
    clearTimeout(timer.current);
    unsaved.current = null;
  };

  /** Before it is done: what is under way arrives first, and nothing is sent after it. */
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
  return { keep, state, discard, settle };
}
