import type { Trouble } from './trouble.js'

/** The services that answer with `Rate exceeded`; the queue of events goes on. */
const throttled = ['ecs', 'cloudwatch', 'logs', 'elasticloadbalancing', 'application-autoscaling']

/** AWS refuses most calls: somebody else's script uses up the account's rates. */
export const throttling: Trouble = {
  name: 'throttling',
  title: 'AWS throttles',
  says: 'AWS refuses the calls for tasks, figures and logs with “Rate exceeded”. Nothing rings: the services are well.',
  signs: ['throttl', 'slow down', 'too many', 'Rate exceeded'],
  ask: '/ohmy status production',
  begin({ faults }) {
    const active = throttled.map((service) => faults.add({ service, fault: { kind: 'throttle' } }))
    return {
      alarms: [],
      isOver: () => false,
      end() {
        for (const fault of active) fault.clear()
      },
    }
  },
}
