import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { BudgetView } from '../../../core/contract/money.ts';
import { usd } from '../../util/money.ts';
import { percent } from '../../util/words.ts';

const STATE_LOOKS = {
  within: 'success',
  'soft limit passed': 'warning',
  'hard limit passed': 'error',
} as const;
const STATE_WORDS = {
  within: 'Within the budget',
  'soft limit passed': 'Soft limit passed',
  'hard limit passed': 'Hard limit passed',
} as const;

interface BudgetMeterProps {
  readonly budget: BudgetView;
  /** Whether the bar names its program itself. */
  readonly titled?: boolean;
}

/** A program's month as one bar and its numbers: what runs and what is committed, against what is approved. */
export function BudgetMeter({ budget, titled = true }: BudgetMeterProps) {
  const scale = Math.max(budget.approvedMicroUsd, budget.committedMicroUsd, 1);
  const share = (microUsd: number) => `${(Math.min(1, microUsd / scale) * 100).toFixed(2)}%`;
  const soft = budget.monthlyMicroUsd * budget.softRatio;
  const colour = budget.state === 'hard limit passed' ? 'var(--hms-bad)' : 'var(--hms-line)';
  return (
    <div>
      <div className="legend" style={{ justifyContent: 'space-between', marginBlockEnd: 6 }}>
        <strong>{titled ? budget.scope : 'This month'}</strong>
        <StatusIndicator type={STATE_LOOKS[budget.state]}>{STATE_WORDS[budget.state]}</StatusIndicator>
      </div>
      <div
        className="meter"
        role="img"
        aria-label={`${usd(budget.committedMicroUsd)} of ${usd(budget.approvedMicroUsd)} a month committed, compute only`}
      >
        <span style={{ inlineSize: share(budget.committedMicroUsd), background: 'var(--hms-run)' }} />
        <span style={{ inlineSize: share(budget.runRateMicroUsd), background: colour }} />
        <i style={{ insetInlineStart: share(soft) }} title={`soft limit ${usd(soft)}`} />
      </div>
      <MeterLegend budget={budget} colour={colour} />
    </div>
  );
}

function MeterLegend({ budget, colour }: { readonly budget: BudgetView; readonly colour: string }) {
  const used = budget.approvedMicroUsd > 0 ? budget.committedMicroUsd / budget.approvedMicroUsd : 1;
  return (
    <div className="amounts digits">
      <Amount colour={colour} label="Running now" microUsd={budget.runRateMicroUsd} unit="a month" />
      <Amount
        colour="var(--hms-run)"
        label={`Committed, ${percent(used)} of approved`}
        microUsd={budget.committedMicroUsd}
        unit="a month"
      />
      <Amount colour="var(--hms-track)" label="Approved" microUsd={budget.approvedMicroUsd} unit="a month" />
      <Amount label="Spent so far" microUsd={budget.spentMicroUsd} unit="this month" />
      <Amount label="Forecast" microUsd={budget.forecastMicroUsd} unit="this month" />
    </div>
  );
}

interface AmountProps {
  readonly colour?: string;
  readonly label: string;
  readonly microUsd: number;
  readonly unit: string;
}

function Amount({ colour, label, microUsd, unit }: AmountProps) {
  return (
    <div>
      <div>
        {colour && <span className="swatch" style={{ background: colour }} />}
        {label}
      </div>
      <strong>{usd(microUsd)}</strong> <span className="soft">{unit}</span>
    </div>
  );
}
