import { createServerClock } from '../lib/clock.ts';

/** The page's one server clock: a browser tab talks to one server. */
export const serverClock = createServerClock();
