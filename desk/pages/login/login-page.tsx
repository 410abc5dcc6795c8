import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import type { Session } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { demoAccountsQuery, sessionQuery } from '../../api/queries.ts';
import { Problem } from '../../components/problem.tsx';
import { homeOf } from '../../lib/session.ts';
import { rememberSignedIn } from '../../lib/signed-in-hint.ts';
import { DemoAccountList } from './demo-account-list.tsx';

interface Credentials {
  account: string;
  password: string;
}

/** Sign-in. On a server with demo accounts they are listed and picked by click. */
export default function LoginPage() {
  const [form] = Form.useForm<Credentials>();
  const account = Form.useWatch('account', form);
  const client = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: '/login' });
  const { data: demo } = useQuery(demoAccountsQuery);
  const signIn = useMutation({
    mutationFn: (body: Credentials) => api<Session>('/api/session', { method: 'POST', body }),
    onSuccess: (session) => {
      client.clear();
      rememberSignedIn(true);
      client.setQueryData(sessionQuery.queryKey, session);
      // Only an address of our own: a foreign one in ?next= must not be followed.
      const own = next?.startsWith('/') && !next.startsWith('//') ? next : homeOf(session);
      // The modeler is a site of its own beside the desk.
      if (own.startsWith('/modeler')) window.location.assign(own);
      else router.history.push(own);
    },
  });
  const pick = (picked: string) => {
    const credentials = { account: picked, password: demo?.password ?? '' };
    form.setFieldsValue(credentials);
    signIn.mutate(credentials);
  };
  return (
    <div className="login">
      <section className="panel">
        <div className="panel-body">
          <h1 className="login-title">一通</h1>
          <p className="muted" style={{ marginBottom: 18 }}>
            不动产登记 · 交易、税务、登记一窗办理
          </p>
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values)}>
            <Form.Item label="账号" name="account" rules={[{ required: true, message: '请输入账号' }]}>
              <Input autoComplete="username" autoFocus size="large" />
            </Form.Item>
            <Form.Item label="口令" name="password" rules={[{ required: true, message: '请输入口令' }]}>
              <Input.Password autoComplete="current-password" size="large" />
            </Form.Item>
            {signIn.error ? (
              <div style={{ marginBottom: 16 }}>
                <Problem error={signIn.error} />
              </div>
            ) : null}
            <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
              登录
            </Button>
          </Form>
          <p style={{ marginTop: 14 }}>
            <a href="/verify">核验不动产权证书、登记证明（无需登录）</a>
          </p>
        </div>
      </section>
      {demo ? <DemoAccountList demo={demo} picked={account} onPick={pick} busy={signIn.isPending} /> : null}
    </div>
  );
}
