/** A quiet line while something loads: no skeleton dance on a slow office PC. */
export function Loading({ what = '正在读取' }: { what?: string }) {
  return (
    <div className="loading" role="status" aria-live="polite">
      <span className="loading-dot" aria-hidden="true" />
      {what}…
    </div>
  );
}
