import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import type { FunctionName } from '../../core/contract/functions.ts';

/** A statement as it stands in a template. */
const Statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]).transform((action) => [action].flat()),
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

/** A policy that a role has, and the path of its construct. */
export interface AttachedPolicy {
  readonly path: string;
  readonly statements: readonly Statement[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, string>>;
}

interface Document {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** The policies of functions, read from the templates of all stacks. */
export class RoleStatements {
  readonly #home: Document;
  readonly #documents: ReadonlyMap<string, Document>;

  /** `home` is the stack that the functions are in; the policies they share may be in any of `stacks`. */
  constructor(home: Stack, stacks: readonly Stack[]) {
    this.#documents = new Map(stacks.map((stack) => [stack.stackName, documentOf(stack)]));
    this.#home = this.#document(home.stackName);
  }

  /** Every policy of the function's role, its own and those it shares. */
  policiesOf(name: FunctionName): readonly AttachedPolicy[] {
    const roleId = this.#at(`/${name}/Role/Resource`);
    const attached = [this.#home.Resources[roleId]?.Properties['ManagedPolicyArns'] ?? []].flat();
    const own = Object.values(this.#home.Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::ManagedPolicy' && JSON.stringify(Properties['Roles'])?.includes(`"${roleId}"`),
    );
    return [...own, ...attached.map((arn) => this.#policy(arn))].map(read);
  }

  /** The environment variables that the stack gives the function. */
  variablesOf(name: FunctionName): Readonly<Record<string, unknown>> {
    const properties = this.#home.Resources[this.#at(`/${name}/Function/Resource`)]?.Properties;
    const { Variables } = z
      .object({ Variables: z.record(z.string(), z.unknown()) })
      .parse(properties?.['Environment']);
    return Variables;
  }

  #at(path: string): string {
    const found = Object.entries(this.#home.Resources).find(([, { Metadata }]) =>
      Metadata?.['aws:cdk:path']?.endsWith(path),
    );
    return found?.[0] ?? missing(path);
  }

  #policy(arn: unknown, document = this.#home): Resource {
    const { Ref, 'Fn::GetStackOutput': output } = Reference.parse(arn);
    if (Ref !== undefined) return document.Resources[Ref] ?? missing(Ref);
    if (!output) return missing(JSON.stringify(arn));
    const other = this.#document(output.StackName);
    return this.#policy(other.Outputs?.[output.OutputName]?.Value, other);
  }

  #document(stackName: string): Document {
    return this.#documents.get(stackName) ?? missing(stackName);
  }
}

/** How a template names a policy: one of its own, or the output of another stack. */
const Reference = z.object({
  Ref: z.string().optional(),
  'Fn::GetStackOutput': z.object({ StackName: z.string(), OutputName: z.string() }).optional(),
});

function documentOf(stack: Stack): Document {
  return Template.fromStack(stack).toJSON() as Document; // safe: this is what CloudFormation templates look like
}

function read({ Properties, Metadata }: Resource): AttachedPolicy {
  const { Statement: statements } = z
    .object({ Statement: z.array(Statement) })
    .parse(Properties['PolicyDocument']);
  return { path: Metadata?.['aws:cdk:path'] ?? '', statements };
}

function missing(what: string): never {
  throw new Error(`No template has ${what}.`);
}
