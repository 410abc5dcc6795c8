import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { DISTRICTS, type Permission, ROLES } from '../../server/api/index.ts';
import { useLiveUpdates } from '../api/events.ts';
import { api } from '../api/http.ts';
import { CalendarBanner } from '../components/calendar-banner.tsx';
import { formatTime } from '../lib/format.ts';
import { may, useSession } from '../lib/session.ts';
import { rememberSignedIn } from '../lib/signed-in-hint.ts';
import { useNow } from '../lib/use-now.ts';
import { openTicketQuery } from '../pages/tickets/queries.ts';
import { ticketNo } from '../pages/tickets/words.ts';

interface NavItem {
  to: string;
  label: string;
  needs: Permission;
}

/** Navigation is data; the server checks every right again. */
const navigation: NavItem[] = [
  { to: '/bank', label: '银行工作台', needs: 'bank.workbench' },
  { to: '/court', label: '法院工作台', needs: 'court.workbench' },
  { to: '/board', label: '时效看板', needs: 'board.view' },
  { to: '/tasks', label: '我的待办', needs: 'task.view' },
  { to: '/tickets', label: '叫号', needs: 'ticket.serve' },
  { to: '/intake', label: '受理', needs: 'case.file' },
  { to: '/cases', label: '业务', needs: 'case.view' },
  { to: '/surveys', label: '权籍成果', needs: 'case.file' },
  { to: '/register', label: '登记簿', needs: 'register.view' },
  { to: '/calendar', label: '工作日历', needs: 'calendar.view' },
  { to: '/rules', label: '规则配置', needs: 'rules.view' },
  { to: '/papers', label: '证书纸', needs: 'paper.keep' },
  { to: '/letters', label: '告知书', needs: 'letter.keep' },
  { to: '/queries', label: '档案查询', needs: 'query.ask' },
  { to: '/queries', label: '住房套次', needs: 'query.tax' },
  { to: '/queries/log', label: '查询审计', needs: 'query.audit' },
  { to: '/quality', label: '数据质量', needs: 'quality.view' },
  { to: '/simulators', label: '外部门', needs: 'simulator.view' },
];

function Clock() {
  const now = useNow(5000);
  return (
    <time className="num muted" title="服务器时间">
      {formatTime(now)}
    </time>
  );
}

/** Whom this clerk serves, on every page: what is filed meanwhile is that person's case. */
function Serving() {
  const { data } = useQuery(openTicketQuery);
  if (!data?.open) return null;
  return (
    <Link to="/tickets" className="num" title={data.open.counter ?? undefined}>
      正在接待 {ticketNo(data.open)} 号
    </Link>
  );
}

/** The frame of all signed-in pages: navigation by role, who is signed in, live connection. */
export function Shell() {
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const connected = useLiveUpdates(true);
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the open page's name may lie outside the row
  useEffect(() => {
    nav.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  const place = session.organisation?.name ?? (session.district ? DISTRICTS[session.district] : '全市');
  const signOut = async () => {
    await api('/api/session', { method: 'DELETE' }).catch(() => undefined);
    rememberSignedIn(false);
    client.clear();
    await navigate({ to: '/login' });
  };
  return (
    <div className="shell">
      <header className="shell-top">
        <Link to="/" className="brand">
          <span className="brand-mark" aria-hidden="true">
            一
          </span>
          <span className="brand-name">一通 · 不动产登记</span>
        </Link>
        <nav className="shell-nav" aria-label="主导航" ref={nav}>
          {navigation
            .filter((item) => may(session, item.needs))
            .map((item) => (
              <Link key={item.to} to={item.to}>
                {item.label}
              </Link>
            ))}
          {may(session, 'model.view') ? <a href="/modeler/">流程建模</a> : null}
        </nav>
        <div className="shell-who">
          {may(session, 'ticket.serve') && session.district ? <Serving /> : null}
          <Clock />
          <span>
            {place} · {session.roles.map((role) => ROLES[role]).join('、')} · {session.name}
          </span>
          <Button size="small" onClick={() => void signOut()}>
            退出
          </Button>
        </div>
      </header>
      {connected ? null : (
        <div className="live-off" role="status">
          实时更新已断开，正在重新连接。页面上的数据可能不是最新的。
        </div>
      )}
      <CalendarBanner />
      <main className="shell-main">
        <Outlet />
      </main>
    </div>
  );
}
