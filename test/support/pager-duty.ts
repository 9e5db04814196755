import { createHmac, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** https://developer.pagerduty.com/docs/send-alert-event, read strictly: what it does not name is refused, too. */
const base = { routing_key: z.string().length(32), dedup_key: z.string().min(1).max(255) }
const Event = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...base,
    event_action: z.literal('trigger'),
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime().optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
  z.strictObject({ ...base, event_action: z.enum(['acknowledge']) }),
  z.strictObject({ ...base, event_action: z.enum(['resolve']) }),
])
export type PagerDutyEvent = z.infer<typeof Event>

/** https://developer.pagerduty.com/docs/send-change-event, as strictly. */
const ChangeEvent = z.strictObject({
  routing_key: z.string().length(32),
  payload: z.strictObject({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1).optional(),
    timestamp: z.iso.datetime().optional(),
    custom_details: z.record(z.string(), z.unknown()).optional(),
  }),
  links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
})
export type PagerDutyChange = z.infer<typeof ChangeEvent>

const largest = 512 * 1_024

/** What somebody does there. */
export interface PagerDutyWebhook {
  /** The incident's, which is the key of the alert that opened it. */
  readonly key: string
  /** None: unsigned. Several: while one replaces the other. */
  readonly secrets: readonly string[]
  readonly type?: string
  /** Null: something did it, and nobody. */
  readonly name?: string | null
  readonly id?: string
  /** ms since the epoch */
  readonly at?: number
  /** Put behind the body once it is signed. */
  readonly added?: string
}

/** Stands for PagerDuty's Events API. `answers`: statuses given instead of reading, first first; 0: the connection breaks. */
export async function startPagerDuty(options: { readonly answers?: readonly number[] } = {}) {
  const events: PagerDutyEvent[] = []
  const changes: PagerDutyChange[] = []
  const answers = [...(options.answers ?? [])]
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const status = answers.shift()
      if (status === 0) return void request.socket.destroy()
      const answer = (code: number, body: object) =>
        void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (status !== undefined) return answer(status, { status: 'no', message: 'told to' })
      const body = Buffer.concat(pieces)
      const isChange = request.url === '/v2/change/enqueue'
      if (request.method !== 'POST' || !(isChange || request.url === '/v2/enqueue')) return answer(404, {})
      if (body.length > largest) return answer(413, {})
      const change = isChange ? ChangeEvent.safeParse(jsonOf(body.toString())) : undefined
      if (change?.success === true) {
        changes.push(change.data)
        return answer(202, { status: 'success', message: 'Change event processed' })
      }
      const read = Event.safeParse(jsonOf(body.toString()))
      if (!read.success) {
        const errors = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        return answer(400, { status: 'invalid event', message: 'Event object is invalid', errors })
      }
      events.push(read.data)
      return answer(202, { status: 'success', message: 'Event processed', dedup_key: read.data.dedup_key })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Nobody has to stop it for the process to end.
  server.unref()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    changes,
    /** What is answered next, before anything is read again. */
    answer: (...statuses: readonly number[]) => void answers.push(...statuses),
    /** Posts a v3 webhook of it, as somebody answers there: signed over the body as it is sent, once with each secret. */
    async webhook(
      to: string,
      { key, secrets, type = 'incident.acknowledged', ...webhook }: PagerDutyWebhook,
    ): Promise<number> {
      const body = JSON.stringify({
        event: {
          id: webhook.id ?? randomUUID(),
          event_type: type,
          resource_type: 'incident',
          occurred_at: new Date(webhook.at ?? Date.now()).toISOString(),
          agent:
            webhook.name === null
              ? null
              : { id: 'PLH1HKV', type: 'user_reference', summary: webhook.name ?? 'Tenex Engineer' },
          client: { name: 'PagerDuty' },
          data: { id: 'PGR0VU2', type: 'incident', number: 2, status: 'acknowledged', incident_key: key },
        },
      })
      const signed = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
      const response = await fetch(to, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-webhook-id': randomUUID(),
          ...(signed.length === 0 ? {} : { 'x-pagerduty-signature': signed.join(',') }),
        },
        body: `${body}${webhook.added ?? ''}`,
      })
      return response.status
    },
    /** How each alert stands, by its key: what was said of it, each once, in order. */
    alerts: () =>
      Object.fromEntries(
        [...new Set(events.map(({ dedup_key: key }) => key))].map((key) => [
          key,
          [...new Set(events.filter(({ dedup_key: of }) => of === key).map((event) => event.event_action))],
        ]),
      ),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
