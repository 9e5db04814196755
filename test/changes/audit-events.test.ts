import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createAudit } from '../../src/audit/audit.js'
import { createAuditReader } from '../../src/audit/read.js'
import { systemClock } from '../../src/core/clock.js'
import { recordEvents } from '../../src/changes/audit-events.js'
import type { AuditEvent } from '../../src/changes/audit-events.js'
import { connect } from '../../src/redis/connections.js'
import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { describeWithStores } from '../support/stores.js'

const logger = pino({ level: 'silent' })

describeWithStores('what the engine tells the audit', (kind) => {
  it('is kept once for each event, however often a crash makes it tell it again', async () => {
    const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    const connections = [connect(store.url, 'engine', logger), connect(store.url, 'engine', logger)] as const
    const audits = connections.map((redis) => createAudit({ redis, clock: systemClock, logger }))
    const [before, after] = audits.map(recordEvents)
    const event: AuditEvent = {
      kind: 'ended',
      operation: 'op-1',
      environment: 'staging',
      actor: { id: 'U1', name: 'Rita', origin: 'button' },
      summary: 'succeeded: Scale backend',
      once: 'ended',
    }
    const change: AuditEvent = { ...event, kind: 'change', once: 'steps:0:7:1' }
    for (const told of [change, { ...change, once: 'steps:0:8:1' }, change, event, event]) {
      await before?.(told)
      await after?.(told)
    }
    await after?.({ ...event, operation: 'op-2' })
    const [redis] = connections
    const reader = createAuditReader({ redis, audit: { seen: () => ({ number: 0, hash: '' }) } })
    const kept = await reader.ofOperation('op-1')
    expect(kept.map((record) => record.kind)).toEqual(['change', 'change', 'ended'])
    expect(kept[2]).toMatchObject({ actor: 'U1', origin: 'button', environment: 'staging' })
    expect(await reader.verify()).toMatchObject({ records: 4, problems: [] })
    for (const connection of connections) connection.disconnect()
    await store.stop()
  })
})
