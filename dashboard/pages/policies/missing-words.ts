import type { PolicyView } from '../../../core/contract/policy.ts';
import { count, stateWords } from '../../util/words.ts';

/** Who does not run the newest version yet, service by service: `ai-recommender: 2 pending, 1 failed`. */
export function missingWords({ missing }: Pick<PolicyView, 'missing'>): string {
  if (missing.length === 0) return 'nobody';
  const services = [...new Set(missing.map(({ service }) => service))];
  return services
    .map((service) => `${service}: ${tally(missing.filter((task) => task.service === service))}`)
    .join('; ');
}

function tally(tasks: PolicyView['missing']): string {
  const statuses = [...new Set(tasks.map(({ status }) => status))];
  return statuses
    .map((status) => {
      const n = tasks.filter((task) => task.status === status).length;
      return count(n, stateWords(status).toLowerCase(), stateWords(status).toLowerCase());
    })
    .join(', ');
}
