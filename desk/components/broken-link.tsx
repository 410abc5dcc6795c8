import { ApiProblem } from '../api/http.ts';
import { Problem } from './problem.tsx';

/** A citizen's link that the server does not know is cut off or out of date: says where a whole one comes from. */
export function BrokenLink({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const unknown = error instanceof ApiProblem && (error.status === 404 || error.status === 422);
  if (!unknown) return <Problem error={error} onRetry={onRetry} />;
  return (
    <div className="public-verdict note-over" role="alert">
      <span className="public-shape" aria-hidden="true">
        ✕
      </span>
      <div>
        <strong>链接打不开</strong>
        链接不完整或已失效。请回到短信里重新点开整条链接；仍打不开的，请联系办理的登记窗口或银行重新发送。
      </div>
    </div>
  );
}
