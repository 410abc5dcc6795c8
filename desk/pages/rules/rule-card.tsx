import { Button } from 'antd';
import { CHANGE_DECISIONS, type Item, RULE_PROFILES, type RuleRow, type RuleView } from '../../../server/api/index.ts';
import { ChangeFacts } from '../../components/decide-change.tsx';
import { may, useSession } from '../../lib/session.ts';
import { valueText } from './value-text.ts';

interface Props {
  rule: RuleView;
  items: readonly Item[];
  today: string;
  onPropose: () => void;
}

/** One rule: what it does, which day decides, its value today, what is coming, and its whole history. */
export function RuleCard({ rule, items, today, onPropose }: Props) {
  const session = useSession();
  const coming = rule.rows.filter((row) => row.decision === 'approved' && row.validFrom > today);
  return (
    <article className="rule" aria-label={rule.title}>
      <div className="rule-head">
        <h3>{rule.title}</h3>
        <span className="rule-values">
          {rule.inForce.map((row) => (
            <span key={row.profile}>
              {rule.perProfile ? <span className="muted">{RULE_PROFILES[row.profile]} </span> : null}
              <strong className="num">{valueText(rule.form, row.value, items)}</strong>
            </span>
          ))}
        </span>
        {may(session, 'rules.propose') ? <Button onClick={onPropose}>提出变更</Button> : null}
      </div>
      <p className="muted">
        {rule.help} 适用的值以<strong>{rule.governedBy}</strong>为准。
      </p>
      {coming.map((row) => (
        <p className="note" key={row.ruleValueId}>
          {row.validFrom} 起：{valueText(rule.form, row.value, items)}
          {row.validTo ? `（至 ${row.validTo}）` : ''}
        </p>
      ))}
      <details>
        <summary>沿革（{rule.rows.length}）</summary>
        <ol className="rule-history">
          {rule.rows.map((row) => (
            <li key={row.ruleValueId}>
              <p>
                <strong>{valueText(rule.form, row.value, items)}</strong>{' '}
                {rule.perProfile ? RULE_PROFILES[row.profile] : ''} <span className="num">{term(row)}</span>{' '}
                <span className="muted">{row.decision ? CHANGE_DECISIONS[row.decision] : '待审批'}</span>
              </p>
              <ChangeFacts change={row} />
            </li>
          ))}
        </ol>
      </details>
    </article>
  );
}

const term = ({ validFrom, validTo }: RuleRow) =>
  `${validFrom === '0001-01-01' ? '自始' : `${validFrom} 起`}${validTo ? `至 ${validTo}` : ''}`;
