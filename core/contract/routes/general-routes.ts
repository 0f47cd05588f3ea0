import { HomeView } from '../home.ts';
import { Identity } from '../identity.ts';
import { type Route, read } from './route.ts';

/** Routes of the home page and the caller. */
export const generalRoutes = {
  getHome: {
    ...read,
    method: 'GET',
    path: '/home',
    summary: 'What needs you, what is wrong, and the money of the month',
    result: HomeView,
    tag: 'home',
  },
  whoAmI: {
    permission: 'authenticated',
    success: 200,
    method: 'GET',
    path: '/me',
    summary: 'Who the token says you are',
    result: Identity,
    tag: 'home',
  },
} as const satisfies Record<string, Route>;
