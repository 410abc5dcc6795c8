import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../../components/problem.tsx';
import { formatArea } from '../../../lib/format.ts';
import { housingQuery } from '../../queries/queries.ts';

/** 住房套次 of the case: what was counted by which version of the rule, and what the officer must decide. */
export function HousingDoubts({ caseNo }: { caseNo: string }) {
  const { data, error } = useQuery(housingQuery(caseNo));
  if (error) return <Problem error={error} />;
  if (!data) return null;
  return (
    <section className="panel" aria-label="住房套次">
      <div className="panel-head">
        <h2>
          住房套次：{data.count} 套 <span className="muted">口径 {data.ruleVersion}</span>
        </h2>
      </div>
      <div className="panel-body">
        {data.uncertain.map((doubt) => (
          <p key={`${doubt.code}${doubt.unitCode}`} className="note note-near">
            ▲ {doubt.text}
          </p>
        ))}
        <ul>
          {data.items.map((item) => (
            <li key={item.unitCode}>
              {item.location}，{formatArea(item.area)}，{item.counted ? '计入' : `不计：${item.reason}`}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
