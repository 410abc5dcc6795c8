import type { ReactNode } from 'react';

/** The answer of a check, by shape, word and colour. */
export function Verdict({ good, title, children }: { good: boolean; title: string; children: ReactNode }) {
  return (
    <div className={`public-verdict ${good ? 'note-ok' : 'note-over'}`} role={good ? 'status' : 'alert'}>
      <span className="public-shape" aria-hidden="true">
        {good ? '✓' : '✕'}
      </span>
      <div>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  );
}
