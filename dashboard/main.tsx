import '@cloudscape-design/global-styles/index.css';
import './ui/page.css';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { session } from './api/session.ts';
import { startSession } from './api/start-session.ts';
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

forgetOnIdentitySwitch();
startColourMode();
void startSession();
if (location.pathname === '/') void import('./pages/home/HomePage.tsx'); // while the session starts
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <I18nProvider locale="en" messages={[messages]}>
          <App />
        </I18nProvider>
      </QueryClientProvider>
    </StrictMode>,
  );

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
