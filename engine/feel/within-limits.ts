/**
 * What one expression, or one decision with all that it calls, may take of time and size, and how deep its result may be. What is
 * evaluated inside of another counts with it.
 */
import { checkResult, DepthOver } from './result.ts';
import { SizeOver, withinSize } from './within-size.ts';
import { TimeOver, withinTime } from './within-time.ts';

/** `isWatched` = whether it is ended when its time is over. @throws what `isLimit` knows */
export function withinLimits<T>(isWatched: boolean, run: () => T): T {
  const checked = () => {
    const found = run();
    checkResult(found);
    return found;
  };
  return withinSize(() => (isWatched ? withinTime(checked) : checked()));
}

/** Whether an evaluation ended because it is too slow, too large or too deep. */
export const isLimit = (error: unknown): error is Error =>
  [TimeOver, SizeOver, DepthOver, RangeError].some((kind) => error instanceof kind);
