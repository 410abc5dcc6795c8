import { EmptyState } from '../../components/empty-state.tsx';

/** 银行工作台: mortgages that this bank files and follows. */
export default function BankPage() {
  return (
    <EmptyState title="还没有本行的抵押业务">
      本行经办的抵押登记和抵押注销会列在这里，待本岗位办理的在“我的待办”。
    </EmptyState>
  );
}
