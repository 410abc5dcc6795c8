/** The head of a page that citizens open without signing in. */
export function PublicHead({ title }: { title: string }) {
  return (
    <h1 className="brand">
      <span className="brand-mark" aria-hidden="true">
        一
      </span>
      {title}
    </h1>
  );
}
