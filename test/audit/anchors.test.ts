import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startAnchors } from '../../src/audit/anchors.js'
import { createAudit } from '../../src/audit/audit.js'
import { createAuditReader } from '../../src/audit/read.js'
import type { AnchorPlace, AuditAnchor } from '../../src/core/audit-record.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'

const day = 24 * 3_600_000

describeWithStores('the anchors of the audit', (kind) => {
  let store: EmbeddedStore
  let now = Date.UTC(2026, 10, 23, 9)
  const clock = { now: () => now }
  const stops: (() => Promise<void> | void)[] = []
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  })
  afterAll(() => store.stop())
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop()
  })

  /** A sheet of paper. */
  function paper() {
    const written: AuditAnchor[] = []
    const warned: AuditAnchor[] = []
    const place: AnchorPlace = {
      write: async ({ number, hash }) => void written.push({ number, hash, from: 'channel', at: now }),
      warn: async (anchor) => void warned.push(anchor),
      read: async () => ({ anchors: [...written] }),
    }
    return { written, warned, place }
  }

  async function world() {
    const silent = pino({ level: 'silent' })
    const redis = connect(store.url, 'engine', silent)
    stops.push(() => redis.disconnect())
    await redis.flushall()
    const lines: { msg: string; anchor?: unknown }[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const sheet = paper()
    const start = (place: AnchorPlace | undefined = sheet.place) => {
      const audit = createAudit({ redis, clock, logger: silent })
      const anchors = startAnchors({ redis, audit, place, clock, logger, every: 20 })
      stops.push(() => anchors.stop())
      return { audit, anchors, reader: createAuditReader({ redis, audit, written: sheet.place.read }) }
    }
    const say = async (summary: string) =>
      createAudit({ redis, clock, logger: silent }).append({ kind: 'command', actor: 'U0', summary })
    const logged = (msg: string) => lines.filter((line) => line.msg === msg)
    return { ...sheet, redis, start, say, logged }
  }

  it('are written once a day, by one of many processes, with the newest record', async () => {
    const { written, warned, start, say, logged } = await world()
    for (let process = 0; process < 3; process += 1) start()
    await say('one')
    await until('an anchor', () => written.length > 0)
    await until('all to have logged it', () => logged('Audit anchor').length === 3)
    await say('two')
    now += day
    await until('the next', () => written.length > 1)
    await until('all to have logged the second', () => logged('Audit anchor').length === 6)
    now += day
    await until('all to have logged the third', () => logged('Audit anchor').length === 9)
    expect(written.map(({ number }) => number)).toEqual([1, 2])
    expect(logged('Audit anchor').at(-1)?.anchor).toBe(`2:${written[1]?.hash}`)
    expect(warned).toEqual([])
  })

  it('are tried again where they could not be written', async () => {
    const { written, place, start, say, redis } = await world()
    let tries = 0
    start({
      ...place,
      write: async (anchor) => {
        tries += 1
        if (tries === 1) throw new Error('Slack is away')
        await place.write(anchor)
      },
    })
    await say('one')
    await until('the first try', () => tries === 1)
    expect(written).toEqual([])
    // As after ten minutes.
    await redis.del(keys.auditAnchored(new Date(now).toISOString().slice(0, 10)))
    await until('an anchor', () => written.length === 1)
  })

  it('show a chain that was written anew while no process ran, and get no company', async () => {
    const { written, warned, redis, start, say, logged } = await world()
    const first = start()
    for (const summary of ['one', 'two']) await say(summary)
    await until('an anchor', () => written.length > 0)
    await first.anchors.stop()
    await redis.del(keys.audit, keys.auditHead)
    for (const summary of ['forged', 'forged too', 'and longer']) await say(summary)
    const second = start()
    await until('a line in the log', () => logged('The audit is not the one of its last anchor').length > 0)
    expect((await second.reader.verify()).problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^Record \d is not the one that the message of 2026-11-\d+ in the audit channel names/,
      ),
    ])
    expect(warned).toEqual([])
    now += day
    await until('a warning', () => warned.length > 0)
    expect(written).toHaveLength(1)
  })
})
