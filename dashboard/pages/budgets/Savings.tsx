import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { usd } from '../../util/money.ts';
import { count } from '../../util/words.ts';

/** What the optimizer saved this month: predicted beside realised. */
export function Savings() {
  const savings = useRead(KEYS.savings, (client, signal) => client.getSavings({ signal }), {
    everyMs: 30_000,
  });
  return (
    <Answered query={savings} lines={2}>
      {({ month, predictedMicroUsd, realisedMicroUsd, proposals, reverted }) => (
        <Container
          header={
            <Header
              variant="h2"
              description={`Changes of the optimizer that stand since the first of ${month}, compute only`}
            >
              Savings
            </Header>
          }
        >
          <div className="amounts digits">
            <Amount label="Predicted" value={usd(predictedMicroUsd)} unit="a month" />
            <Amount label="Realised" value={usd(realisedMicroUsd)} unit="a month" />
            <Amount label="Applied and standing" value={count(proposals, 'proposal')} />
            <Amount label="Reverted after a regression" value={count(reverted, 'proposal')} />
          </div>
        </Container>
      )}
    </Answered>
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
}

function Amount({ label, value, unit }: AmountProps) {
  return (
    <div>
      <div>{label}</div>
      <strong>{value}</strong> {unit && <span className="soft">{unit}</span>}
    </div>
  );
}
