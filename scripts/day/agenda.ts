/** What people are going to do, by virtual time. */
export interface Agenda {
  /** `act` runs when the clock has reached `at`. */
  at(at: number, act: () => Promise<void>): void;
  /** Takes what is due, earliest first. */
  due(now: number): (() => Promise<void>)[];
  size(): number;
}

interface Entry {
  at: number;
  order: number;
  act: () => Promise<void>;
}

export function createAgenda(): Agenda {
  let entries: Entry[] = [];
  let order = 0;
  return {
    at: (at, act) => {
      entries.push({ at, order: order++, act });
    },
    due: (now) => {
      const due = entries.filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at || a.order - b.order);
      if (due.length > 0) entries = entries.filter((entry) => entry.at > now);
      return due.map((entry) => entry.act);
    },
    size: () => entries.length,
  };
}
