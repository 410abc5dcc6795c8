import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { QualityTab } from '../../app/router.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { may, useSession } from '../../lib/session.ts';
import { Daily } from './daily.tsx';
import { HouseTable } from './house-table.tsx';
import { ImportStock } from './import-stock.tsx';
import { rejectsQuery, workbenchQuery } from './queries.ts';
import { RejectTable } from './reject-table.tsx';
import { UnitTable } from './unit-table.tsx';

/** 数据质量: what the platform above rejected, pages to put right, houses without land, the daily comparison, the stock. */
export default function QualityPage() {
  const session = useSession();
  const { tab = 'rejects' } = useSearch({ from: '/shell/quality' });
  const navigate = useNavigate();
  const rejects = useQuery(rejectsQuery);
  const workbench = useQuery(workbenchQuery);
  const failed = rejects.error ?? workbench.error;
  if (failed) {
    const again = () => void Promise.all([rejects.refetch(), workbench.refetch()]);
    return <Problem error={failed} onRetry={again} />;
  }
  if (!rejects.data || !workbench.data) return <Loading />;
  const { counts, items } = rejects.data;
  const { threshold, units, houses } = workbench.data;
  const panels: { key: QualityTab; label: string; children: React.ReactNode }[] = [
    { key: 'rejects', label: `上报退回 ${counts.REJECTED ?? 0}`, children: <RejectTable rows={items} /> },
    { key: 'units', label: `待整理单元 ${units.length}`, children: <UnitTable rows={units} threshold={threshold} /> },
    { key: 'houses', label: `房地挂接 ${houses.length}`, children: <HouseTable rows={houses} /> },
    { key: 'daily', label: '每日对账', children: <Daily /> },
    ...(may(session, 'register.import')
      ? [{ key: 'import' as const, label: '存量导入', children: <ImportStock /> }]
      : []),
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>数据质量</h1>
        <span className="grow" />
        <span className="muted num">
          待上报 {counts.PENDING ?? 0} · 已接收 {counts.ACCEPTED ?? 0} · 网上办理门槛 {threshold} 分
        </span>
      </div>
      <Tabs
        label="数据质量"
        active={tab}
        keep
        onChange={(key) => void navigate({ to: '/quality', search: { tab: key }, replace: true })}
        items={panels}
      />
    </div>
  );
}
