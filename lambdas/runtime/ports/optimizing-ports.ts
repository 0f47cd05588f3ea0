import { MstlForecaster } from '../../../adapters/portable/mstl-forecaster.ts';
import type { Ports } from '../../../core/ports.ts';
import { scalingPorts } from './scaling-ports.ts';

/** The ports of a function that forecasts and proposes. */
export function optimizingPorts(): Ports {
  return { ...scalingPorts(), forecaster: new MstlForecaster() };
}
