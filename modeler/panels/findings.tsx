import type { LintFinding } from '../../server/api/index.ts';

const WORDS = { error: '✕ 错误', warn: '▲ 提醒', info: '● 说明' } as const;

/** Findings at the bottom, worst first; a click jumps to the element. */
export function Findings({
  findings,
  checking,
  onJump,
}: {
  findings: LintFinding[] | null;
  checking: boolean;
  onJump: (elementId: string) => void;
}) {
  const order = { error: 0, warn: 1, info: 2 };
  const sorted = [...(findings ?? [])].sort((a, b) => order[a.severity] - order[b.severity]);
  const errors = sorted.filter((finding) => finding.severity === 'error').length;
  return (
    <section className="findings" aria-label="检查结果">
      <header>
        <strong>检查结果</strong>
        <span role="status">
          {checking
            ? '正在检查…'
            : findings === null
              ? '尚未检查'
              : `${errors} 个错误，${sorted.length - errors} 个提醒`}
        </span>
      </header>
      {findings !== null && sorted.length === 0 ? (
        <p className="findings-none">没有发现问题。画的每一步都能在 Camunda 8.6 及以上部署。</p>
      ) : (
        <ol>
          {sorted.map((finding, index) => (
            <li
              key={`${finding.elementId ?? ''}-${finding.rule}-${index}`}
              className={`finding finding-${finding.severity}`}
            >
              <span className="finding-severity">{WORDS[finding.severity]}</span>
              {finding.elementId ? (
                <button type="button" onClick={() => onJump(finding.elementId!)} title="在图中定位">
                  {finding.elementName || finding.elementId}
                </button>
              ) : (
                <span>整张图</span>
              )}
              <span className="finding-message">{finding.message}</span>
              <code>{finding.rule}</code>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
