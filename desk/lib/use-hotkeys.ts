import { useLayoutEffect, useRef } from 'react';

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

/** `Alt+A`, `j`, `?`, `Enter`: modifiers first, then the key as the keyboard reports it. */
export function keyName(event: KeyboardEvent): string {
  const modifiers = `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}`;
  // With Alt some layouts report another character: take the letter from the physical key.
  const key = event.altKey && /^(Key|Digit)/.test(event.code) ? event.code.slice(-1) : event.key;
  return modifiers + (key.length === 1 && modifiers ? key.toUpperCase() : key);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/**
 * True while an input method is composing: the key belongs to the pinyin, not to us. Chromium reports keyCode 229
 * for keys that an IME swallowed even when `isComposing` is already false.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** True when an open dialog owns the keyboard. */
function dialogIsOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap, .ant-drawer-open')].some(
    (dialog) => dialog.offsetParent !== null || getComputedStyle(dialog).display !== 'none',
  );
}

/**
 * Page-wide keys. Plain letters do not fire while someone types into a field; keys with Alt do. None fires while an
 * input method is composing or while a dialog is open.
 */
export function useHotkeys(hotkeys: Hotkeys, enabled = true): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  // Before the page is painted: who sees a row may press a key for it at once.
  useLayoutEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented || event.metaKey || event.ctrlKey || dialogIsOpen()) return;
      if (!event.altKey && isTyping(event.target)) return;
      // Enter on a focused button or link is that button's.
      if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a,button,summary'))
        return;
      const action = latest.current[keyName(event)];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled]);
}
