import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { probeStep } from './probeStep';

/** Places an order as a customer would, finds it again, and takes it back. */
export function checkoutStep(environment: StepEnvironment): JobStep {
  return probeStep(environment, {
    name: 'checkout',
    omission: 'No order was placed',
    async run({ tools, connection, probe }, { write, assertOwned }) {
      await assertOwned();
      const { orderNumber, total } = await tools.engine.probe.checkout(probe);
      const message = `Order ${orderNumber} over ${total} was placed, found again and taken back.`;
      const evidence = {
        order_number: orderNumber,
        total,
        calls: connection.calls.map(call => ({ ...call })),
      };
      await write({
        event: { type: 'probe.order_placed', message, data: evidence },
      });
      return { state: 'done', message, output: evidence };
    },
  });
}
