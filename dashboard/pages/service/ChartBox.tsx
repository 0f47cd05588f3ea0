import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { type ChartLevel, type ChartLine, TimeChart } from '../../ui/TimeChart.tsx';

/** One chart of a service page: its lines, and the levels that matter to them. */
export interface ServiceChart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  readonly atLeast?: number;
}

/** A chart in its box. */
export function ChartBox({ title, ...chart }: ServiceChart) {
  return (
    <Container
      header={
        <Header variant="h3" headingTagOverride="h2">
          {title}
        </Header>
      }
    >
      <TimeChart label={title} height={140} {...chart} />
    </Container>
  );
}
