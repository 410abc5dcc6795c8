/** Head of the pages that need no sign-in. */
export function PublicHead() {
  return (
    <div className="brand">
      <span className="brand-mark" aria-hidden="true">
        一
      </span>
      不动产权证核验
    </div>
  );
}
