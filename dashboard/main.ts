import { startSession } from './api/start-session.ts';

// Who looks at the page is asked while everything that draws it is still on its way.
void startSession();
const page = import('./page.tsx');
if (location.pathname === '/') void import('./pages/home/HomePage.tsx');
const root = document.getElementById('root');
if (root) void page.then(({ showPage }) => showPage(root));
