import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { UNIT_USES, type UnitPage } from '../../../server/api/index.ts';
import { buildingQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { UnitStates } from '../../components/unit-states.tsx';
import { formatArea } from '../../lib/format.ts';
import type { ItemShape } from './intake-form.ts';
import type { SectionProps } from './parties-section.tsx';

/** 楼盘表: the other units of the building that are applied for together with the one that was found. */
export function BuildingSection({ form, onChange, shape, page }: SectionProps & { shape: ItemShape; page: UnitPage }) {
  const own = page.unit.unitCode;
  const { data, error, refetch } = useQuery(buildingQuery(own));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="正在读取楼盘表" />;
  const first = shape.effects.includes('first');
  const others = data.units.filter(
    (unit) => unit.unitCode !== own && !unit.states.includes('EXTINGUISHED') && !(first && unit.registered),
  );
  const chosen = new Set(form.otherUnits);
  const set = (codes: Iterable<string>) => onChange({ otherUnits: [...new Set(codes)] });
  const toggle = (code: string, on: boolean) => set(on ? [...chosen, code] : [...chosen].filter((one) => one !== code));
  const land = first && data.landUnitCode && data.landUnitCode !== own ? data.landUnitCode : null;
  const survey = first ? data.surveys.find((one) => one.kind === 'surveyed') : undefined;
  return (
    <fieldset className="party" style={{ marginTop: 4, paddingBottom: 8 }}>
      <legend className="visually-hidden">楼盘表</legend>
      <div className="party-head">
        <strong>楼盘表</strong>
        <span className="muted">
          本单元之外一并申请的单元，已选 {chosen.size} 个{survey ? `；最近的实测绘成果 ${survey.surveyNo}` : ''}
        </span>
        <span style={{ flex: 1 }} />
        <button
          type="button"
          className="account"
          style={{ width: 'auto' }}
          onClick={() => set([...others.map((unit) => unit.unitCode), ...(land && chosen.has(land) ? [land] : [])])}
        >
          全选 {others.length} 个
        </button>
        <button type="button" className="account" style={{ width: 'auto' }} onClick={() => set([])}>
          清空
        </button>
      </div>
      {land ? (
        <div style={{ marginBottom: 8 }}>
          <Checkbox checked={chosen.has(land)} onChange={(event) => toggle(land, event.target.checked)}>
            宗地内房屋已全部建成：土地使用权并入房屋，宗地页面随本次登簿关闭
          </Checkbox>
        </div>
      ) : null}
      <div style={{ maxHeight: 260, overflow: 'auto' }}>
        {others.map((unit) => (
          <div key={unit.unitCode} style={{ marginBottom: 4 }}>
            <Checkbox
              checked={chosen.has(unit.unitCode)}
              onChange={(event) => toggle(unit.unitCode, event.target.checked)}
            >
              <span className="num">{unit.roomNo ?? unit.unitCode.slice(-8)}</span> {unit.location}{' '}
              <span className="muted num">
                {UNIT_USES[unit.use]} {formatArea(unit.area)}
                {unit.areaBasis === 'predicted' ? '（预测）' : ''}
              </span>{' '}
              <UnitStates states={unit.states} />
            </Checkbox>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
