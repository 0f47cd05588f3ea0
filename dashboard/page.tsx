import '@cloudscape-design/global-styles/index.css';
import './ui/page.css';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { session } from './api/session.ts';
import { startColourMode } from './ui/colour-mode.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: false, // the client itself repeats what may succeed later
      refetchOnWindowFocus: true,
    },
  },
});

/** Draws the page into `root`, and again whenever what it shows changes. */
export function showPage(root: Element): void {
  forgetOnIdentitySwitch();
  startColourMode();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <I18nProvider locale="en" messages={[messages]}>
          <App />
        </I18nProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** What one identity was told is never shown to the next. */
function forgetOnIdentitySwitch(): void {
  let last: string | undefined;
  session.subscribe(() => {
    const now = session.get();
    const who = now.kind === 'signed in' ? now.as : undefined;
    if (last !== undefined && who !== last) queries.clear();
    last = who;
  });
}
