import type { Redis } from 'ioredis'
import { alertFlow } from '../alerts/alert-flow.js'
import type { Authority } from '../access/authority.js'
import type { Audit } from '../audit/audit.js'
import type { Place } from '../core/caller.js'
import type { AlertRecord } from '../core/alert.js'
import type { Clock } from '../core/clock.js'
import type { Swap } from '../core/on-call.js'
import type { PageRecord } from '../core/page.js'
import { createZone, type Zone } from '../core/time-zone.js'
import { createPages, type Pages } from '../oncall/pages.js'
import { pageFlow } from '../oncall/page/page-flow.js'
import type { PageEvent, PagePorts } from '../oncall/page/ports.js'
import { createOnCallStore, createRota, type Rota } from '../oncall/rota.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { swapMessage } from '../slack/views/oncall/changes.js'
import { pageCard, pageSaidMessage } from '../slack/views/oncall/page.js'
import { type FlowsRoom, type ShownKind } from './flows.js'
import { createPageLetters } from './page-letters.js'

export interface OnCallRoom {
  readonly rota: Rota
  readonly pages: Pages
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
}

/** Who is on call, and pages with what they may use of everything else. */
export function createOnCallRoom(options: {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store' | 'hasEnded'>
  readonly redis: Redis
  readonly outbox: Outbox
  readonly audit: Audit
  readonly authority: Authority
  /** The channel of the direct message with a person. */
  readonly directMessage: (person: string) => Promise<string>
  /** Absent: PagerDuty is not told. */
  readonly pagerDuty?: NonNullable<PagePorts['pagerDuty']>
  /** Where a page stands for which nobody named a place. */
  readonly defaultPlace: Place
  /** The store's. */
  readonly clock: Clock
  readonly timeScale: number
}): OnCallRoom {
  const { durable, redis, outbox, authority, directMessage, clock, timeScale, pagerDuty } = options
  const { flows, store } = durable
  const { config } = authority
  const zone: Zone = createZone(config.onCall?.timeZone ?? config.timeZone)

  /** Its first word and its last: the same message. */
  async function ask(swap: Swap): Promise<void> {
    await outbox.send({
      key: `on-call:${swap.id}`,
      to: { channel: await directMessage(swap.with.id) },
      message: swapMessage(swap, { zone, now: swap.since }),
      version: swap.state === 'asked' ? 1 : 2,
      final: swap.state !== 'asked',
    })
  }

  const audit = recordPages(options.audit)
  const rota = createRota({
    ...{ clock, authority, ask },
    store: createOnCallStore(redis),
    audit: options.audit.append,
  })
  const ports: PagePorts = {
    async onCall(layers, at) {
      const turns = await rota.at(at)
      return turns.filter(({ layer }) => layers.includes(layer)).map(({ person }) => person)
    },
    nameOf: rota.nameOf,
    async overBecause(flow) {
      const alert = flow.startsWith('alert-')
        ? (await flows.find<AlertRecord>(alertFlow, flow))?.record
        : undefined
      if (alert !== undefined) return alertOver(alert)
      const hasEnded = await durable.hasEnded(flow)
      return hasEnded === true ? 'What it was about is over.' : hasEnded
    },
    ...createPageLetters({ outbox, directMessage, zone, clock }),
    audit,
    ...(pagerDuty === undefined ? {} : { pagerDuty }),
    timeScale,
  }
  const card = (record: PageRecord) => pageCard(record, zone)
  const pages = createPages({
    ...{ flows, store, rota, authority, ports, card, clock },
    said: pageSaidMessage,
    defaultPlace: options.defaultPlace,
  })
  return { rota, pages, kind: { flow: pageFlow, ports, message: card } }
}

/** A page is about what rings now: it begins anew where that is so again. */
function alertOver({ status, mute }: AlertRecord): string | false {
  if (status !== 'ringing') return 'It is good again.'
  return mute === undefined ? false : `${mute.by.name} muted it.`
}

function recordPages({ append }: Pick<Audit, 'append'>): (event: PageEvent) => Promise<void> {
  return ({ actor = 'ohmy', page, ...event }) =>
    append({ ...event, operation: page, actor }, `${page}:${event.kind}`)
}
