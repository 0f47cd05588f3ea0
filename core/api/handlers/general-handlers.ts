import type { ROUTES } from '../../contract/routes.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { homeView } from '../views/home-view.ts';

type GeneralHandler<N extends keyof typeof ROUTES> = Handler<(typeof ROUTES)[N], TablePorts>;

/** `GET /home`. */
export const getHome: GeneralHandler<'getHome'> = async (ports, { identity }) => ({
  body: await homeView(ports, identity),
});

/** `GET /me`. */
export const whoAmI: GeneralHandler<'whoAmI'> = async (_ports, { identity }) => ({
  body: identity,
});
