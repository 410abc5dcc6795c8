import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

export interface Tab<Key extends string> {
  key: Key;
  label: string;
  /** What more there is to say of it, on hover. */
  title?: string;
  /** Left out where the page shows the chosen list itself. */
  children?: ReactNode;
}

export interface TabsProps<Key extends string> {
  /** What the tabs are a choice of, for those who hear the page. */
  label: string;
  active: Key;
  onChange: (key: Key) => void;
  /** What has been opened stays when another tab is chosen, with all that was typed in it. */
  keep?: boolean;
  /** Of the line, where it looks otherwise than on a page. */
  className?: string;
  items: readonly Tab<Key>[];
}

const STEP: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * Tabs in one line, which on a phone is pushed sideways; arrow keys walk it, as ARIA has it. Not antd's: where its tabs do not fit, it
 * hides some behind a menu, whose button then stands inside the tablist, where ARIA allows nothing but tabs.
 */
export function Tabs<Key extends string>(props: TabsProps<Key>) {
  const { label, active, onChange, keep = false, className = 'tabs', items } = props;
  const id = useId();
  const [opened, setOpened] = useState([active]);
  if (!opened.includes(active)) setOpened([...opened, active]);
  const panels = items.filter(({ key, children }) => children && (key === active || (keep && opened.includes(key))));
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = items.findIndex(({ key }) => key === active);
    const step = STEP[event.key];
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : step === undefined ? undefined : at + step;
    const next = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <>
      <div className={className} role="tablist" aria-label={label} onKeyDown={walk}>
        {items.map((one) => (
          <button
            key={one.key}
            id={`${id}-${one.key}`}
            type="button"
            role="tab"
            title={one.title}
            aria-selected={one.key === active}
            aria-controls={panels.includes(one) ? `${id}-${one.key}-panel` : undefined}
            tabIndex={one.key === active ? 0 : -1}
            onClick={() => onChange(one.key)}
          >
            {one.label}
          </button>
        ))}
      </div>
      {panels.map((one) => (
        <div
          key={one.key}
          id={`${id}-${one.key}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${one.key}`}
          hidden={one.key !== active}
        >
          {one.children}
        </div>
      ))}
    </>
  );
}
