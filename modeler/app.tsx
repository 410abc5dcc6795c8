import { Alert, App as AntApp } from 'antd';
import { useEffect, useState } from 'react';
import type { Session } from '../server/api/index.ts';
import * as client from './api/client.ts';
import { Workbench } from './workbench.tsx';

type Signed = { state: 'asking' } | { state: 'out' } | { state: 'in'; session: Session };

/** The page: asks who is there, then shows the workbench. */
export function App() {
  const [signed, setSigned] = useState<Signed>({ state: 'asking' });
  const [failure, setFailure] = useState('');
  useEffect(() => {
    client.currentSession().then(
      (session) => setSigned(session ? { state: 'in', session } : { state: 'out' }),
      (err: Error) => setFailure(err.message),
    );
  }, []);
  if (failure) return <Alert className="notice" type="error" showIcon title={failure} />;
  if (signed.state === 'asking') return <p className="notice">正在打开…</p>;
  if (signed.state === 'out') {
    return (
      <p className="notice">
        请先以流程分析岗<a href="/login?next=/modeler/">登录</a>，再打开流程建模。
      </p>
    );
  }
  return (
    <AntApp className="fill">
      <Workbench session={signed.session} />
    </AntApp>
  );
}
