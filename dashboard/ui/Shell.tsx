import AppLayout from '@cloudscape-design/components/app-layout';
import Flashbar from '@cloudscape-design/components/flashbar';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { session } from '../api/session.ts';
import { useObservable } from '../util/use-observable.ts';
import { dismiss, notices } from './notices.ts';
import { TimeBar } from './TimeBar.tsx';
import { TopBar } from './TopBar.tsx';

const PAGES: readonly SideNavigationProps.Item[] = [
  { type: 'link', text: 'Needs you', href: '/' },
  { type: 'link', text: 'Services', href: '/services' },
  { type: 'link', text: 'Jobs', href: '/jobs' },
  { type: 'link', text: 'Changes', href: '/changes' },
  { type: 'link', text: 'Approvals', href: '/approvals' },
  { type: 'link', text: 'Optimizer', href: '/proposals' },
  { type: 'link', text: 'Policies', href: '/policies' },
  { type: 'link', text: 'Decisions', href: '/decisions' },
  { type: 'link', text: 'Budgets', href: '/budgets' },
  { type: 'link', text: 'Audit', href: '/audit' },
];

/** What stands around every page: top bar, time, navigation, messages. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const wide = useRef(matchMedia('(min-width: 900px)').matches);
  const [open, setOpen] = useState(wide.current);
  const isSignedOut = useObservable(session).kind === 'signed out';
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to the page
      </a>
      <div id="top">
        <TopBar />
        {!isSignedOut && <TimeBar />}
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationHide={isSignedOut}
        navigationWidth={200}
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigation={<Pages onFollow={() => wide.current || setOpen(false)} />}
        notifications={<Messages />}
        content={<Content>{children}</Content>}
      />
    </>
  );
}

function Pages({ onFollow }: { readonly onFollow: () => void }) {
  const [path, go] = useLocation();
  const root = `/${path.split('/')[1] ?? ''}`;
  return (
    <SideNavigation
      activeHref={root}
      items={PAGES}
      onFollow={(event) => {
        event.preventDefault();
        go(event.detail.href);
        onFollow();
      }}
    />
  );
}

function Messages() {
  const items = useObservable(notices);
  return (
    <Flashbar
      items={items.map(({ id, type, text }) => ({
        id,
        type,
        content: text,
        dismissible: true,
        dismissLabel: 'Dismiss',
        ariaRole: type === 'error' ? 'alert' : 'status',
        onDismiss: () => dismiss(id),
      }))}
    />
  );
}

/** Moves the focus to a page that was just opened, so that keyboards and screen readers start there. */
function Content({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const page = path.split('/').slice(0, 3).join('/');
  const seat = useRef<HTMLDivElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    seat.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [page]);
  return (
    <div id="content" ref={seat} tabIndex={-1}>
      {children}
    </div>
  );
}
