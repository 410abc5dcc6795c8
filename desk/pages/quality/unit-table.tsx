import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { UnitQualityView } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatUnitCode } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { CompleteDialog } from './complete-dialog.tsx';

const remedies = { complete: '补录', correct: '更正登记', resend: '处理退回' } as const;

function Score({ unit }: { unit: UnitQualityView }) {
  const [mark, colour, word] = unit.blocked
    ? ['■', '#b42318', '仅限窗口']
    : unit.score < 80
      ? ['▲', '#9a5b00', '待整理']
      : ['●', '#1a7f37', '可网上办理'];
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      {mark} <span className="num">{unit.score}</span> 分，{word}
    </span>
  );
}

/** Pages that lose points, those first that a case at the window waits to see put right. */
export function UnitTable({ rows, threshold }: { rows: UnitQualityView[]; threshold: number }) {
  const mends = may(useSession(), 'quality.mend');
  const [completing, setCompleting] = useState<string | null>(null);
  if (rows.length === 0)
    return (
      <EmptyState title="没有待整理的单元">
        质量分不足 100 的单元列在这里；低于 {threshold} 分的不能在网上、银行、中介办理。
      </EmptyState>
    );
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">质量分</th>
            <th scope="col">不动产单元</th>
            <th scope="col">坐落</th>
            <th scope="col">扣分原因和整理办法</th>
            <th scope="col">窗口业务</th>
            {mends ? <th scope="col">操作</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((unit) => (
            <tr key={unit.unitCode}>
              <td>
                <Score unit={unit} />
              </td>
              <td className="code">
                <Link to="/register/$unitCode" params={{ unitCode: unit.unitCode }}>
                  {formatUnitCode(unit.unitCode)}
                </Link>
              </td>
              <td>{unit.location}</td>
              <td style={{ minWidth: 240 }}>
                {unit.findings.map((finding) => (
                  <div key={finding.code}>
                    <span className="num">−{finding.weight}</span> {finding.text}（{remedies[finding.remedy]}）
                  </div>
                ))}
              </td>
              <td className="num" data-label={unit.wantedBy.length > 0 ? '窗口业务' : undefined}>
                {unit.wantedBy.map((caseNo) => (
                  <div key={caseNo}>
                    <Link to="/cases/$caseNo" params={{ caseNo }}>
                      {caseNo}
                    </Link>
                  </div>
                ))}
              </td>
              {mends ? (
                <td>
                  {unit.findings.some((finding) => finding.remedy === 'complete') ? (
                    <Button size="small" onClick={() => setCompleting(unit.unitCode)}>
                      补录
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <CompleteDialog unitCode={completing} onClose={() => setCompleting(null)} />
    </div>
  );
}
