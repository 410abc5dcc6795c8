import { Alert, Button } from 'antd';
import { ApiProblem, sentenceOf } from '../api/http.ts';

const titles: Record<number, string> = {
  0: '连接不上服务器',
  401: '需要重新登录',
  403: '没有权限',
  404: '没有找到',
  409: '情况已经变化',
};

/** Shows the server's sentence about what went wrong and what to do, with a retry where that makes sense. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const status = error instanceof ApiProblem ? error.status : -1;
  const title =
    error instanceof ApiProblem && ['WRONG_PASSWORD', 'WRONG_PIN'].includes(error.code)
      ? '口令不对'
      : (titles[status] ?? '没有办成');
  return (
    <Alert
      role="alert"
      type={status === 409 || status === 403 ? 'warning' : 'error'}
      showIcon
      title={title}
      description={sentenceOf(error)}
      action={
        onRetry ? (
          <Button size="small" onClick={onRetry}>
            {status === 409 ? '刷新' : '重试'}
          </Button>
        ) : undefined
      }
    />
  );
}
