import { BrokenLink } from '../../components/broken-link.tsx';
import { Loading } from '../../components/loading.tsx';
import { PublicHead } from '../../components/public-head.tsx';

interface Props {
  title: string;
  /** Null while the hall is being read. */
  error: unknown;
  onRetry: () => void;
}

/** A screen or kiosk that has nothing to show: not yet, or its address lets nobody in. */
export function NoHall({ title, error, onRetry }: Props) {
  return (
    <main className="public">
      <PublicHead title={title} />
      {error ? (
        <BrokenLink
          error={error}
          onRetry={onRetry}
          advice="地址不完整，或者这台设备已经停用。请督办岗位在“大厅设备”中重新启用，再打开新的地址。"
        />
      ) : (
        <Loading what="正在打开" />
      )}
    </main>
  );
}
