import type { CaseStatus } from '../../server/api/index.ts';

const looks: Record<CaseStatus, { shape: string; tone: string }> = {
  filed: { shape: '○', tone: '' },
  accepted: { shape: '▶', tone: 'tag-blue' },
  supplement: { shape: '‖', tone: 'tag-near' },
  registered: { shape: '✓', tone: 'tag-ok' },
  completed: { shape: '✓', tone: 'tag-ok' },
  not_accepted: { shape: '✕', tone: '' },
  refused: { shape: '✕', tone: 'tag-over' },
  withdrawn: { shape: '↩', tone: '' },
  superseded: { shape: '✕', tone: 'tag-over' },
};

/** Where a case stands: shape and word, with a tone that repeats them. */
export function StatusTag({ status, text }: { status: CaseStatus; text: string }) {
  const look = looks[status];
  return (
    <span className={`tag ${look.tone}`}>
      <span aria-hidden="true">{look.shape}</span> {text}
    </span>
  );
}
