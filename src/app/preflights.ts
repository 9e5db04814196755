import type { Authority } from '../access/authority.js'
import type { CheckPorts } from '../checks/check.js'
import type { Clock } from '../core/clock.js'
import type { PreflightRecord } from '../core/preflight.js'
import { createZone } from '../core/time-zone.js'
import type { Rota } from '../oncall/rota.js'
import { preflightFlow } from '../preflight/preflight-flow.js'
import { createPreflights, type Preflights } from '../preflight/preflights.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { escapeMrkdwn } from '../slack/mrkdwn.js'
import { preflightCard } from '../slack/views/preflight/preflight.js'
import type { FlowsRoom, ShownKind } from './flows.js'

export interface PreflightsRoom {
  readonly preflights: Preflights
  readonly kind: ShownKind
}

/** Looks before a deployment: what they use, how they are shown, and the way in. */
export function createPreflightsRoom(options: {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly checkPorts: CheckPorts
  readonly rota: Pick<Rota, 'now'>
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}): PreflightsRoom {
  const { durable, checkPorts, rota, authority, clock } = options
  const zone = createZone(checkPorts.config.timeZone)
  const ports = {
    ...checkPorts,
    onCall: async () => (await rota.now()).map(({ turn, layer }) => `${layer} ${turn.name}`),
  }
  const card = (record: PreflightRecord) => preflightCard(record, { zone })
  return {
    preflights: createPreflights({
      ...{ flows: durable.flows, ports, authority, clock },
      store: durable.store,
      messageOf: card,
      say: (words) => message([section(escapeMrkdwn(words))]),
    }),
    kind: { flow: preflightFlow, ports, message: card },
  }
}
