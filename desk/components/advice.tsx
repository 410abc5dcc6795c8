import type { Validation } from '../../server/api/index.ts';

/** What a shared validator says about what is being typed: quiet while empty, a tick, advice, or how to fix it. */
export function Advice<T>({
  value,
  check,
  quiet,
}: {
  value: string;
  check: (text: string) => Validation<T>;
  quiet?: boolean;
}) {
  if (value.trim() === '') return null;
  const result = check(value);
  if (!result.ok) {
    return (
      <div className="advice advice-bad" role="alert">
        ✕ {result.message}
      </div>
    );
  }
  if (result.warnings.length > 0) {
    return <div className="advice advice-warn">▲ {result.warnings.map((warning) => warning.message).join('')}</div>;
  }
  return quiet ? null : <div className="advice advice-ok">✓ 格式正确</div>;
}
