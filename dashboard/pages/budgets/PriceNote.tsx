import Box from '@cloudscape-design/components/box';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';

const HOUR = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 6 });

/** Which prices every amount is made from. */
export function PriceNote() {
  const { data } = useRead([...KEYS.budgets, 'prices'], (client, signal) => client.getPrices({ signal }));
  if (!data) return null;
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      Prices: {HOUR.format(data.vcpuHourMicroUsd / 1e6)} a vCPU-hour, {HOUR.format(data.gbHourMicroUsd / 1e6)}{' '}
      a GB-hour, {data.hoursPerMonth} hours a month, {data.region}; table {data.version} of {data.date},{' '}
      {data.source}. {data.note}
    </Box>
  );
}
