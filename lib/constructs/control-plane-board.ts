import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from './control-plane-alarms.ts';

/** What the board shows, and under which name. */
export interface ControlPlaneBoardProps {
  readonly name: string;
  readonly alarms: readonly Alarm[];
  readonly watched: Watched;
}

const HALF = 12;

/** One page of CloudWatch: is it well, is it quick, is anything waiting. */
export class ControlPlaneBoard extends Construct {
  constructor(scope: Construct, id: string, { name, alarms, watched }: ControlPlaneBoardProps) {
    super(scope, id);
    const { dashboard, controlPlane, state } = watched;
    const functions = Object.values(controlPlane.functions);
    const queues = Object.values(controlPlane.queues);
    const board = new Dashboard(this, 'Board', { dashboardName: name, defaultInterval: Duration.hours(3) });
    board.addWidgets(
      new TextWidget({
        markdown: '# HMS-OPS\nEvery alarm names its section in `docs/runbook.md`.',
        width: 24,
        height: 2,
      }),
    );
    board.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 5 }));
    board.addWidgets(
      graph('Calls of the API', api(dashboard.api.apiId, 'Count', Stats.SUM)),
      graph('Latency of the API, ms', ...['p50', 'p95'].map((p) => api(dashboard.api.apiId, 'Latency', p))),
    );
    board.addWidgets(
      graph('Failures of functions', ...functions.map(({ fn }) => fn.metricErrors())),
      graph(
        'Duration of functions, p95 ms',
        ...functions.map(({ fn }) => fn.metricDuration({ statistic: 'p95' })),
      ),
    );
    board.addWidgets(
      graph('Work waiting', ...queues.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible())),
      graph('Oldest work, s', ...queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage())),
    );
    const table = state.table.table;
    board.addWidgets(
      graph('Read units', table.metricConsumedReadCapacityUnits({ statistic: Stats.SUM })),
      graph('Write units', table.metricConsumedWriteCapacityUnits({ statistic: Stats.SUM })),
    );
  }
}

function graph(title: string, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: HALF, height: 6 });
}

function api(apiId: string, metricName: string, statistic: string): Metric {
  return new Metric({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensionsMap: { ApiId: apiId } });
}
