import { PAGE_CONFIG_PATH, PageConfig } from '../core/contract/page-config.ts';
import { ApiProblem, unreachable } from './api-problem.ts';

/**
 * What the control plane at `baseUrl` tells everybody: how to sign in. A world that tells nothing, such as the embedded
 * one, has told `{}`; so has a server that answers every address with a page.
 * @throws ApiProblem when nothing answers, or what stands there makes no sense.
 */
export async function readPageConfig(baseUrl: string): Promise<PageConfig> {
  const response = await fetch(`${baseUrl}${PAGE_CONFIG_PATH}`).catch((cause: unknown) => {
    throw new ApiProblem(unreachable('How to sign in could not be read.', 0), { cause });
  });
  return isJson(response) ? understood(await response.text()) : {};
}

function isJson({ ok, headers }: Response): boolean {
  return ok && (headers.get('content-type') ?? '').includes('json');
}

function understood(text: string): PageConfig {
  try {
    return PageConfig.parse(JSON.parse(text));
  } catch (cause) {
    const problem = unreachable(`What stands in ${PAGE_CONFIG_PATH} makes no sense.`, 200);
    const remedy = 'Ask whoever deployed it to deploy it again.';
    throw new ApiProblem({ ...problem, title: 'Signing in is not configured', remedy }, { cause });
  }
}
