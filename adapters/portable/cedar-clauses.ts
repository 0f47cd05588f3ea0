import { ApproverGroup } from '../../core/contract/identity.ts';

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');

/** One policy of a Cedar text as people know it. `name`: its `@id` or `@clause`, or its place in the text. */
export interface Clause {
  readonly name: string;
  readonly effect: 'permit' | 'forbid';
  /** `@review("group")` on a forbid: the group reviews instead of a refusal. */
  readonly review?: string | undefined;
  /** `@obligation("...")` on a permit: what whoever is allowed owes. */
  readonly obligation?: string | undefined;
}

/** A Cedar text taken apart: its policies and their clauses, both by the same ids. */
export interface Compiled {
  readonly policies: Readonly<Record<string, string>>;
  readonly clauses: Readonly<Record<string, Clause>>;
}

/** Takes `text` apart. @throws Error with what is wrong where it does not parse. */
export function compile(cedar: Cedar, text: string): Compiled {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(parts.errors.map(said).join('; '));
  if (parts.policy_templates.length > 0)
    throw new Error('templates (?principal, ?resource) are not for admission');
  const named = parts.policies.map(
    (policy, nth) => [`clause${nth}`, policy, clauseOf(cedar, policy, nth)] as const,
  );
  return {
    policies: Object.fromEntries(named.map(([id, policy]) => [id, policy])),
    clauses: Object.fromEntries(named.map(([id, , clause]) => [id, clause])),
  };
}

/** What is wrong with `text`, in plain words: it does not parse, does not fit `schema`, or misuses an annotation. */
export function problemsOf(cedar: Cedar, text: string, schema: string): readonly string[] {
  const { policies, clauses } = compile(cedar, text);
  const answer = cedar.validate({
    schema,
    policies: { staticPolicies: policies },
    validationSettings: { mode: 'strict' },
  });
  if (answer.type === 'failure') return answer.errors.map(said);
  const invalid = answer.validationErrors.map(
    ({ policyId, error }) => `"${clauses[policyId]?.name ?? policyId}": ${said(error)}`,
  );
  return [...invalid, ...Object.values(clauses).flatMap(misuseOf)];
}

function clauseOf(cedar: Cedar, policy: string, nth: number): Clause {
  const parsed = cedar.policyToJson(policy);
  if (parsed.type === 'failure') throw new Error(parsed.errors.map(said).join('; '));
  const { effect, annotations = {} } = parsed.json;
  return {
    name: annotations['id'] ?? annotations['clause'] ?? `clause ${nth + 1}`,
    effect,
    review: annotations['review'],
    obligation: annotations['obligation'],
  };
}

function misuseOf({ name, effect, review }: Clause): readonly string[] {
  if (review === undefined) return [];
  if (effect === 'permit') return [`"${name}": @review belongs on a forbid`];
  return ApproverGroup.safeParse(review).success ? [] : [`"${name}": @review names no group: ${review}`];
}

function said({ message, help }: { readonly message: string; readonly help: string | null }): string {
  return help ? `${message.replaceAll('`', '')} (${help.replaceAll('`', '')})` : message.replaceAll('`', '');
}
