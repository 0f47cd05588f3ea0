import { MONEY_UNIT, signedUsd, usd } from '../util/money.ts';

/** An amount with its unit: `$170.12 a month, compute only`. */
export function Money({
  microUsd,
  signed = false,
}: {
  readonly microUsd: number;
  readonly signed?: boolean;
}) {
  return (
    <span className="digits">
      {signed ? signedUsd(microUsd) : usd(microUsd)} <span className="soft">{MONEY_UNIT}</span>
    </span>
  );
}
