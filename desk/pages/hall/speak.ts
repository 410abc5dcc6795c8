import { useEffect, useRef, useState } from 'react';
import type { HallView } from '../../../server/api/index.ts';

type Call = HallView['called'][number];

/** Each call has its own: a second call of the same number is spoken again. */
const keyOf = ({ number, counter, toldAt }: Call) => `${number} ${counter} ${toldAt}`;

/** 「请，3号，到5号窗口」, as it is said in a hall. */
export const spoken = ({ number, counter }: Call) => `请，${number}号，到${counter.replaceAll(' ', '')}`;

export const canSpeak = () => 'speechSynthesis' in window;

/**
 * Speaks every call that is new since the page was opened, twice, in Chinese.
 * @returns true when the browser refuses to speak before somebody has touched the screen
 */
export function useSpokenCalls(called: Call[] | undefined, on: boolean): boolean {
  const known = useRef<Set<string> | null>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (!called) return;
    const before = known.current;
    known.current = new Set(called.map(keyOf));
    if (!before || !on || !canSpeak()) return;
    const fresh = called.filter((one) => !before.has(keyOf(one))).reverse();
    for (const text of fresh.flatMap((one) => [spoken(one), spoken(one)])) {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = 'zh-CN';
      const chinese = window.speechSynthesis.getVoices().find(({ lang }) => /^zh[-_]?(CN|$)/.test(lang));
      if (chinese) utterance.voice = chinese;
      utterance.addEventListener('start', () => setRefused(false));
      utterance.addEventListener('error', ({ error }) => {
        if (error === 'not-allowed') setRefused(true);
      });
      window.speechSynthesis.speak(utterance);
    }
  }, [called, on]);
  return refused;
}
