import { ApiProblem, unreachable } from '../../client/api-problem.ts';
import { PAGE_CONFIG_PATH, PageConfig } from '../../core/contract/page-config.ts';
import { observable, useObservable } from '../util/observable.ts';

/** What this page was told about its world; undefined until it was read. */
export const pageConfig = observable<PageConfig | undefined>(undefined);

/**
 * Reads `/config.json`. A world without one, such as the embedded one, has told nothing.
 * @throws ApiProblem when nothing answers, or what stands there makes no sense.
 */
export async function readPageConfig(): Promise<PageConfig> {
  const response = await fetch(PAGE_CONFIG_PATH).catch((cause: unknown) => {
    throw new ApiProblem(unreachable('The page’s configuration did not come.', 0), { cause });
  });
  const config = isJson(response) ? understood(await response.text()) : {};
  pageConfig.set(config);
  return config;
}

/** A development server answers every address with the page itself. */
function isJson({ ok, headers }: Response): boolean {
  return ok && (headers.get('content-type') ?? '').includes('json');
}

function understood(text: string): PageConfig {
  try {
    return PageConfig.parse(JSON.parse(text));
  } catch (cause) {
    const problem = unreachable(`What stands in ${PAGE_CONFIG_PATH} makes no sense.`, 200);
    const remedy = 'Ask whoever deployed this page to deploy it again.';
    throw new ApiProblem({ ...problem, title: 'The page is not configured', remedy }, { cause });
  }
}

/** Whether this is the embedded world, with its picker of identities, its clock and its load; false until it is known. */
export function useIsEmbedded(): boolean {
  const config = useObservable(pageConfig);
  return config !== undefined && config.signIn === undefined;
}
