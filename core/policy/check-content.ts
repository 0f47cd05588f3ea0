import type { PolicyContent } from '../contract/policy.ts';
import { canonicalJson } from '../digest.ts';
import type { PolicyEngine } from '../ports.ts';
import { packageOf } from './bundle-files.ts';

/**
 * What is wrong with a content, in plain words; empty when it may be staged: its admission text parses and fits the
 * schema, its data can be a bundle, its Rego names a package. Rego itself is compiled by the tasks that run it.
 */
export async function contentProblems(
  engine: Pick<PolicyEngine, 'validate'>,
  content: PolicyContent,
): Promise<readonly string[]> {
  const admission = await engine.validate(content.admission);
  return [
    ...admission.map((problem) => `admission: ${problem}`),
    ...dataProblems(content),
    ...regoProblems(content),
  ];
}

function dataProblems({ data }: PolicyContent): readonly string[] {
  const keys = Object.keys(data).filter((key) => key === '' || key.includes('/'));
  const named = keys.map(
    (key) => `data: the key "${key}" cannot be a root of a bundle; use a name without "/"`,
  );
  return HASHED_OTHERWISE.test(canonicalJson(data))
    ? [
        ...named,
        'data: holds U+2028, U+2029, a backspace or a form feed, which agents hash in different ways',
      ]
    : named;
}

/** Characters that Go and JavaScript write differently in JSON, so that OPA would not find the hash we signed. */
const HASHED_OTHERWISE = /[\u2028\u2029]|\\[bf]/;

function regoProblems({ rego }: PolicyContent): readonly string[] {
  if (rego === undefined || packageOf(rego) !== undefined) return [];
  return ['rego: names no package; begin it with a line such as "package grants.images"'];
}
