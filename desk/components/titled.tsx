import type { ReactNode } from 'react';

/** A field with its title above; the field itself carries the `aria-label`. */
export function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="titled">
      <span aria-hidden="true">{title}</span>
      {children}
    </div>
  );
}
