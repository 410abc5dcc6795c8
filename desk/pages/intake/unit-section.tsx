import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import {
  type Item,
  UNIT_USES,
  type UnitCheck,
  type UnitPage,
  type UnitSummary,
  validateUnitCode,
} from '../../../server/api/index.ts';
import { unitsQuery } from '../../api/queries.ts';
import { Blocks } from '../../components/before-after.tsx';
import { Problem } from '../../components/problem.tsx';
import { UnitStates } from '../../components/unit-states.tsx';
import { formatArea, formatDateTime, formatFen, formatShare, formatUnitCode } from '../../lib/format.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { CAUTION_KINDS, OWNERSHIP_MODES } from '../../lib/words.ts';

/**
 * Finds the unit by its code, a certificate number or the place. One hit is taken at once, several are offered; what was found by
 * a code of the dissolved 江东区 is taken only by the button that says it was compared with the papers.
 */
export function UnitFinder({ onFound }: { onFound: (unitCode: string, legacyCode?: string) => void }) {
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 300);
  const code = validateUnitCode(typed);
  const { data, error, isFetching } = useQuery(unitsQuery(code.ok ? code.value.code : q));
  const looksLikeCode = /^\d{6}/.test(q) && q.length > 12;
  const take = () => {
    if (code.ok && code.value.jurisdiction !== 'legacy') onFound(code.value.code);
    else if (data?.items[0] && data.items[0].legacyCode === null) onFound(data.items[0].unitCode);
  };
  return (
    <div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <input
          className="search search-big"
          type="search"
          // biome-ignore lint/a11y/noAutofocus: the window starts here
          autoFocus
          aria-label="不动产单元代码、证书号或坐落"
          placeholder="不动产单元代码、证书号或坐落，回车确认"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {looksLikeCode && !code.ok ? <div className="advice advice-bad">✕ {code.message}</div> : null}
      {code.ok && code.value && code.warnings.length > 0 ? (
        <div className="advice advice-warn">▲ {code.warnings.map((warning) => warning.message).join('')}</div>
      ) : null}
      {error ? <Problem error={error} /> : null}
      {q.length >= 2 && data ? (
        <ul className="hits">
          {data.items.slice(0, 8).map((unit) => (
            <li key={unit.unitCode}>
              {unit.legacyCode ? (
                <LegacyHit unit={unit} legacyCode={unit.legacyCode} onConfirm={onFound} />
              ) : (
                <button type="button" className="hit" onClick={() => onFound(unit.unitCode)}>
                  <HitFacts unit={unit} />
                </button>
              )}
            </li>
          ))}
          {data.items.length === 0 && !isFetching ? (
            <li className="muted">登记簿里没有找到。请核对代码或证书号；老证请按坐落查找。</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function HitFacts({ unit }: { unit: UnitSummary }) {
  return (
    <>
      <span className="code">{formatUnitCode(unit.unitCode)}</span>
      <span>{unit.location}</span>
      <span className="muted">
        {UNIT_USES[unit.use]} {formatArea(unit.area)}
      </span>
      <UnitStates states={unit.states} />
    </>
  );
}

interface LegacyHitProps {
  unit: UnitSummary;
  legacyCode: string;
  onConfirm: (unitCode: string, legacyCode: string) => void;
}

/** The crosswalk proposes; the clerk, who has the certificate in hand, says that it is this home. */
function LegacyHit({ unit, legacyCode, onConfirm }: LegacyHitProps) {
  return (
    <div className="hit">
      <span>
        对照表：旧号 <span className="code">{formatUnitCode(legacyCode)}</span> 现为
      </span>
      <HitFacts unit={unit} />
      <Button size="small" onClick={() => onConfirm(unit.unitCode, legacyCode)}>
        已与权属证书核对，按此单元办理
      </Button>
    </div>
  );
}

/** What the register knows, read-only, with its encumbrances and what each of them blocks. */
export function UnitFound({
  page,
  item,
  check,
}: {
  page: UnitPage;
  item: Item | undefined;
  check: UnitCheck | undefined;
}) {
  const { unit, ownership } = page;
  return (
    <>
      <div className="unit-found">
        <dl className="facts">
          <dt>单元代码</dt>
          <dd className="num">{formatUnitCode(unit.unitCode)}</dd>
          <dt>坐落</dt>
          <dd>{unit.location}</dd>
          <dt>用途 / 面积</dt>
          <dd className="num">
            {UNIT_USES[unit.use]} / {formatArea(unit.area)}
          </dd>
          <dt>权利性质</dt>
          <dd>
            {unit.landNature}，{unit.landUse}
          </dd>
          <dt>权利人</dt>
          <dd>
            {ownership
              ? ownership.holders.map((holder) => (
                  <div key={holder.seq} className="num">
                    {holder.name} {holder.idNo} {ownership.mode === 'shares' ? formatShare(holder.share) : ''}
                  </div>
                ))
              : '尚未首次登记'}
            {ownership ? <span className="muted">{OWNERSHIP_MODES[ownership.mode]}</span> : null}
          </dd>
          <dt>证书号</dt>
          <dd>{ownership?.certificateNos.join('、') || '—'}</dd>
        </dl>
        <div>
          <div style={{ marginBottom: 6 }}>
            <UnitStates states={page.states} />
          </div>
          {page.effects.map((effect) => (
            <p key={effect.state} style={{ marginBottom: 6 }}>
              {effect.text}
            </p>
          ))}
          {page.mortgages.map((row) => (
            <p key={row.rightId} className="num">
              第 {row.rank} 顺位抵押：{row.holders.map((holder) => holder.name).join('、')} {formatFen(row.amountFen)}
            </p>
          ))}
          {page.cautions.map((row) => (
            <p key={row.rightId} className="num">
              {CAUTION_KINDS[row.cautionKind]}：{row.holders.map((holder) => holder.name).join('、')}
              {row.lapsesOn ? `，有效至 ${row.lapsesOn}` : ''}
            </p>
          ))}
          {page.residences.map((row) => (
            <p key={row.rightId} className="num">
              居住权：{row.holders.map((holder) => holder.name).join('、')}，{row.scope}，{row.termTo ?? '终身'}
            </p>
          ))}
          {page.easements.map((row) => (
            <p key={row.rightId} className="num">
              地役权（{row.side === 'servient' ? '本单元供他人利用' : '本单元利用他人'}）：{row.content}，至{' '}
              {row.termTo}
            </p>
          ))}
          {page.seizures.map((row) => (
            <p key={row.rightId} className="num">
              {row.queueNo === null ? '查封' : `轮候第 ${row.queueNo} 位`}：{row.authority} {row.documentNo}，
              {formatDateTime(row.deliveredAt)} 送达
            </p>
          ))}
        </div>
      </div>
      {check && item ? (
        <div style={{ marginTop: 10 }}>
          {check.allowed ? <p className="note note-ok">✓ 可以申请{item.name}</p> : null}
          {check.allowed ? null : (
            <p className="note note-over">
              <strong>■ 现在不能受理{item.name}</strong>
              <br />
              仍可提交，系统将当场出具《不予受理通知书》，写明以下理由。
            </p>
          )}
          <Blocks blocks={check.blocks} />
          <Blocks blocks={check.warnings} warn />
        </div>
      ) : null}
    </>
  );
}
