import * as z from 'zod';
import type { StoredDefinition } from './definition-book.ts';
import { read } from './ecs-inputs.ts';
import type { Operations } from './json-rpc.ts';
import type { Platform } from './service-operations.ts';
import { seconds } from './show-service.ts';

const Described = z.object({ taskDefinition: z.string(), include: z.array(z.string()).default([]) });
const Listed = z.looseObject({
  familyPrefix: z.string(),
  sort: z.enum(['ASC', 'DESC']).default('ASC'),
  maxResults: z.int().min(1).max(100).default(100),
  nextToken: z.string().optional(),
});

/** The operations of ECS on task definitions. */
export function definitionOperations({
  definitions,
  nowMs,
}: Pick<Platform, 'definitions' | 'nowMs'>): Operations {
  return {
    RegisterTaskDefinition: (input) => {
      const stored = definitions.register(input, { atMs: nowMs() });
      return { taskDefinition: showDefinition(stored), tags: stored.tags };
    },
    DescribeTaskDefinition: (input) => {
      const { taskDefinition, include } = read(Described, input);
      const stored = definitions.find(taskDefinition);
      return {
        taskDefinition: showDefinition(stored),
        ...(include.includes('TAGS') && { tags: stored.tags }),
      };
    },
    ListTaskDefinitions: (input) => {
      const { familyPrefix, sort, maxResults, nextToken = '0' } = read(Listed, input);
      const all = [...definitions.list(familyPrefix)];
      if (sort === 'DESC') all.reverse();
      const from = Number(nextToken);
      const next = from + maxResults < all.length ? { nextToken: String(from + maxResults) } : {};
      return { taskDefinitionArns: all.slice(from, from + maxResults), ...next };
    },
  };
}

/** Source: Amazon ECS API reference, `TaskDefinition`. */
function showDefinition({ arn, family, revision, registration, ...stored }: StoredDefinition): object {
  const { tags: _elsewhere, ...registered } = registration;
  return {
    ...registered,
    taskDefinitionArn: arn,
    family,
    revision,
    status: 'ACTIVE',
    registeredAt: seconds(stored.registeredMs),
    registeredBy: stored.registeredBy,
  };
}
