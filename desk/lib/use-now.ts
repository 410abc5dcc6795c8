import { useEffect, useState } from 'react';
import { serverClock } from '../api/server-clock.ts';

/** The server's time, renewed every `everyMs`; for clocks that tick on the screen. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
