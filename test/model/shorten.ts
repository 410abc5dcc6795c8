/**
 * The shortest sequence that still fails, by leaving out: halves, quarters … single steps, over and over, until nothing more can go
 * (delta debugging). fast-check's own shrinking also tries smaller numbers in every step, and each try costs homes and seconds here.
 * @param fails plays a shorter sequence; `undefined` = it cannot be tried any more, and what was found so far is the answer
 */
export async function shorten<T>(
  sequence: readonly T[],
  fails: (shorter: readonly T[]) => Promise<boolean | undefined>,
): Promise<readonly T[]> {
  let left = sequence;
  for (let chunk = Math.ceil(left.length / 2); chunk >= 1; ) {
    let removed = false;
    for (let at = 0; at < left.length; ) {
      const shorter = [...left.slice(0, at), ...left.slice(at + chunk)];
      const failed = shorter.length > 0 && (await fails(shorter));
      if (failed === undefined) return left;
      if (failed) {
        left = shorter;
        removed = true;
      } else at += chunk;
    }
    if (chunk > 1) chunk = Math.floor(chunk / 2);
    else if (!removed) break;
  }
  return left;
}
