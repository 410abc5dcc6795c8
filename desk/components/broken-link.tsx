import { ApiProblem } from '../api/http.ts';
import { Problem } from './problem.tsx';

interface Props {
  error: unknown;
  onRetry: () => void;
  /** Where a whole address comes from. */
  advice?: string;
}

/** Whether the server does not know the token of an address (404), or sees that it is not whole (422). */
export const isUnknownLink = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 404 || error.status === 422);

/** A link that the server does not know is cut off or out of date: says where a whole one comes from. */
export function BrokenLink({
  error,
  onRetry,
  advice = '链接不完整或已失效。请回到短信里重新点开整条链接；仍打不开的，请联系办理的登记窗口或银行重新发送。',
}: Props) {
  if (!isUnknownLink(error)) return <Problem error={error} onRetry={onRetry} />;
  return (
    <div className="public-verdict note-over" role="alert">
      <span className="public-shape" aria-hidden="true">
        ✕
      </span>
      <div>
        <strong>链接打不开</strong>
        {advice}
      </div>
    </div>
  );
}
