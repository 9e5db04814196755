import { billingOf, dayLength, dayOf } from '../cost-explorer/bill.js'
import type { Trouble } from './trouble.js'

/** Something downloads the same gigabytes again and again. AWS tells of it a day later, and only who asks. */
export const natCost: Trouble = {
  name: 'nat-cost',
  title: 'NAT cost',
  says: 'Traffic through the NAT gateway costs fourteen times as much since three days ago. Nothing rings: the bill is a day late.',
  signs: ['NAT', 'NatGateway'],
  ask: '/ohmy cost production',
  begin({ world }) {
    const billing = billingOf(world)
    billing.surge = { from: dayOf(world.time.now()) - 3 * dayLength, times: 14 }
    return {
      alarms: [],
      isOver: () => false,
      end() {
        delete billing.surge
      },
    }
  },
}
