import './policies.css';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { count, percent } from '../../util/words.ts';
import { isConverged } from './policy-looks.ts';

/** How many of the tasks that shall run the newest version do, as a bar and in words. */
export function Convergence({ policy }: { readonly policy: PolicyView }) {
  const share = isConverged(policy) ? 1 : Math.min(policy.convergence, 0.99);
  const words = isConverged(policy) ? 'everybody has it' : `${count(policy.missing.length, 'task')} missing`;
  return (
    <div className="convergence">
      <div
        className="meter"
        role="img"
        aria-label={`${percent(share)} of the tasks run version ${policy.newest.number} of ${policy.name}`}
      >
        <span
          style={{
            inlineSize: percent(share).replace(' ', ''),
            background: isConverged(policy) ? 'var(--hms-good)' : 'var(--hms-line)',
          }}
        />
      </div>
      <span className="digits">
        <strong>{percent(share)}</strong> <span className="soft">{words}</span>
      </span>
    </div>
  );
}
