import type { ReactNode } from 'react';

/** A field with its label above. */
export function Labelled({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className} style={{ marginBottom: 10 }}>
      <div style={{ marginBottom: 3, color: 'var(--ink-2)' }}>{label}</div>
      {children}
    </div>
  );
}
