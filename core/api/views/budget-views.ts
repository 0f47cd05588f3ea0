import { budgetView } from '../../budget/budget-view.ts';
import type { Budget, BudgetView } from '../../contract/money.ts';
import type { Service } from '../../contract/service.ts';
import type { Ports } from '../../ports.ts';
import { each } from '../../store/record-type.ts';
import { Services, servicesOfProgram } from '../../store/records/services.ts';

/** A budget as a person reads it, with the services of its program as they are now. */
export async function budgetViewOf(
  { store, prices, clock }: Pick<Ports, 'store' | 'prices' | 'clock'>,
  budget: Budget,
): Promise<BudgetView> {
  const services: Service[] = [];
  for await (const service of each(store, Services, servicesOfProgram(budget.scope))) services.push(service);
  return budgetView(budget, { services, prices: prices.current(), now: clock.now().toISOString() });
}
