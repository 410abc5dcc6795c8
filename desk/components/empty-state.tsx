import type { ReactNode } from 'react';

/** An empty list says what would fill it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-state" role="status">
      <div className="empty-state-title">{title}</div>
      {children ? <div className="empty-state-hint">{children}</div> : null}
    </div>
  );
}
