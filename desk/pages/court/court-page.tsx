import { EmptyState } from '../../components/empty-state.tsx';

/** 法院工作台: notices that this court has delivered. */
export default function CourtPage() {
  return (
    <EmptyState title="还没有本院的协助执行业务">
      本院送达的查封、续封、解封和查询会列在这里，待本岗位办理的在“我的待办”。
    </EmptyState>
  );
}
