import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet, useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { EmptyState } from '../components/empty-state.tsx';

interface RouterContext {
  client: QueryClient;
}

/** Names the window after its page, so that a clerk with six open tabs finds the right one. */
function Root() {
  const page = useMatches().at(-1);
  const number = Object.entries(page?.params ?? {}).find(([name]) => NUMBERS.has(name))?.[1];
  const title = [number, page?.staticData.title, '一通 · 不动产登记'].filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return <Outlet />;
}

/** What of an address may stand in the window's name; a token must not. */
const NUMBERS = new Set(['caseNo', 'unitCode']);

export const root = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: () => <EmptyState title="没有这个页面">请从上方导航重新进入，或核对同事发来的地址。</EmptyState>,
});

/** A parameter of an address that is there and not empty. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Of the browser's window. */
    title?: string;
  }
}
