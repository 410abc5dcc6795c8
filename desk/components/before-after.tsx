import { Link } from '@tanstack/react-router';
import type { RegisterPreview } from '../../server/api/index.ts';
import { formatUnitCode } from '../lib/format.ts';
import { UnitStates } from './unit-states.tsx';
import { Whole } from './whole.tsx';

function Lines({ lines, other, mark }: { lines: string[]; other: string[]; mark: 'ins' | 'del' }) {
  const known = new Set(other);
  const Mark = mark;
  if (lines.length === 0) return <div className="muted">没有记载</div>;
  return lines.map((line, index) => (
    <div key={index} className="num" style={{ marginBottom: 3 }}>
      {known.has(line) ? (
        <Whole text={line} />
      ) : (
        <Mark>
          <Whole text={line} />
        </Mark>
      )}
    </div>
  ));
}

/** The register before and after, changed lines marked: struck out what goes, underlaid what comes. */
export function BeforeAfter({ preview, onlyBefore = false }: { preview: RegisterPreview; onlyBefore?: boolean }) {
  const { pages, before, after, blocks } = preview;
  return (
    <div>
      {pages.map((page) => (
        <div key={page.unit.unitCode} style={{ marginBottom: 6 }}>
          <Link to="/register/$unitCode" params={{ unitCode: page.unit.unitCode }} className="code">
            {formatUnitCode(page.unit.unitCode)}
          </Link>{' '}
          <Whole text={page.unit.location} /> <UnitStates states={page.states} />
        </div>
      ))}
      {onlyBefore ? (
        <div className="side">
          <h4>现在登记簿上</h4>
          <Lines lines={before} other={before} mark="del" />
        </div>
      ) : (
        <div className="before-after">
          <div className="side">
            <h4>现在登记簿上</h4>
            <Lines lines={before} other={after} mark="del" />
          </div>
          <div className="arrow" aria-hidden="true">
            →
          </div>
          <div className="side side-after">
            <h4>登簿后</h4>
            <Lines lines={after} other={before} mark="ins" />
          </div>
        </div>
      )}
      <Blocks blocks={blocks} />
    </div>
  );
}

/** What stands in the way of an entry and what to do about it. */
export function Blocks({ blocks, warn = false }: { blocks: RegisterPreview['blocks']; warn?: boolean }) {
  return blocks.map((block, index) => (
    <p key={index} className={`note ${warn ? 'note-near' : 'note-over'}`} style={{ marginTop: 8 }}>
      <strong>
        {warn ? '▲ 请注意：' : '■ '}
        {block.message}
      </strong>
      <br />
      {block.advice}
      {block.blockingRow ? <span className="muted">（{block.blockingRow.summary}）</span> : null}
    </p>
  ));
}
