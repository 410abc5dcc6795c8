import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root, text } from './root-route.tsx';

// What opens without signing in: citizens' pages, and the screens of a hall.

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  staticData: { title: '登录' },
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('../pages/login/login-page.tsx')),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify/$token',
  staticData: { title: '核验结果' },
  component: lazyRouteComponent(() => import('../pages/verify/verify-page.tsx')),
});

const verifyNumber = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  staticData: { title: '不动产权证核验' },
  component: lazyRouteComponent(() => import('../pages/verify/verify-number-page.tsx')),
});

const verifyQuery = createRoute({
  getParentRoute: () => root,
  path: '/verify/q/$code',
  staticData: { title: '查询结果核验' },
  component: lazyRouteComponent(() => import('../pages/verify/verify-query-page.tsx')),
});

const progress = createRoute({
  getParentRoute: () => root,
  path: '/p/$token',
  staticData: { title: '办理进度' },
  component: lazyRouteComponent(() => import('../pages/yilutong/progress-page.tsx')),
});

const hallDisplay = createRoute({
  getParentRoute: () => root,
  path: '/hall/display/$token',
  staticData: { title: '叫号显示' },
  component: lazyRouteComponent(() => import('../pages/hall/display-page.tsx')),
});

const hallKiosk = createRoute({
  getParentRoute: () => root,
  path: '/hall/kiosk/$token',
  staticData: { title: '自助取号' },
  component: lazyRouteComponent(() => import('../pages/hall/kiosk-page.tsx')),
});

const link = createRoute({
  getParentRoute: () => root,
  path: '/s/$token',
  staticData: { title: '短信链接办理' },
  component: lazyRouteComponent(() => import('../pages/link/link-page.tsx')),
});

export const publicRoutes = [login, verify, verifyNumber, verifyQuery, link, progress, hallDisplay, hallKiosk] as const;
