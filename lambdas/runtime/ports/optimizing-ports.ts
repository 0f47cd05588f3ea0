import { openCloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import { MstlForecaster } from '../../../adapters/portable/mstl-forecaster.ts';
import type { NightPorts } from '../../../core/optimizer/propose-all.ts';
import { metricPlace, tablePorts } from './table-ports.ts';

/** The ports of a function that forecasts and proposes, and asks for nothing. */
export function optimizingPorts(): NightPorts {
  return {
    ...tablePorts,
    metrics: openCloudWatchMetrics(metricPlace()),
    forecaster: new MstlForecaster(),
  };
}
