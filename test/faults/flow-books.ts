import type { Redis } from 'ioredis'
import { expect } from 'vitest'
import { noHead } from '../../src/audit/chain.js'
import { createAuditReader } from '../../src/audit/read.js'
import type { AuditRecord } from '../../src/core/audit-record.js'
import { keys } from '../../src/redis/keys.js'
import { createLetterStore } from '../../src/slack/outbox/letter-store.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'
import { allSettled } from './settled.js'

/** What one round has done outside: each change once, its messages and no other, and the last one says how it ended. */
export async function expectDoneOnce(round: Round, scene: Scene, what: string): Promise<void> {
  const { account, store } = round.world
  if (scene.waits !== true) await allSettled(store.url)
  else await until(`${what}: its messages`, () => round.cards().length >= scene.messages, 30_000)
  await allDelivered(store.url, what)
  const changes: Record<string, number> = {}
  for (const { action } of account.calls.changes()) changes[action] = (changes[action] ?? 0) + 1
  const texts = round.cards().map(({ text }) => text)
  expect({ what, changes, messages: texts.length }).toEqual({
    what,
    changes: scene.changes,
    messages: scene.messages,
  })
  expect({ what, ended: saysItsEnd(round, scene), texts }).toEqual({ what, ended: true, texts })
}

/** One of its messages has all the words of the end. */
export function saysItsEnd(round: Round, { ended }: Scene): boolean {
  return round.cards().some(({ text }) => ended.every((words) => text.includes(words)))
}

/** What holds of everything this world has seen: nothing is held or open, the chain is whole, each event and each outcome is in it once. */
export async function expectBalanced(storeUrl: string, kinds: readonly FlowKind[], what: string) {
  await allSettled(storeUrl)
  await allDelivered(storeUrl, what)
  await inStore(storeUrl, async (redis) => {
    expect({ what, held: await redis.keys(keys.held('*')) }).toEqual({ what, held: [] })
    const reader = createAuditReader({ redis, audit: { seen: () => noHead } })
    expect({ what, problems: (await reader.verify()).problems }).toEqual({ what, problems: [] })
    const { lines, left } = await reader.export(0)
    expect({ what, left }).toEqual({ what, left: 0 })
    const records = recordsOf(lines)
    expect({ what, twice: await twiceIn(redis, records, kinds) }).toEqual({ what, twice: [] })
    for (const { kind, outcomeIn } of kinds) {
      if (outcomeIn === undefined) continue
      const outcomes = records.flatMap((record) => outcomeIn(record) ?? []).toSorted()
      const begun = (await redis.zrange(keys.flows(kind), 0, '-1')).toSorted()
      expect({ what, kind, outcomes }).toEqual({ what, kind, outcomes: begun })
    }
  })
}

/** Events of flows that are recorded more than once. */
async function twiceIn(redis: Redis, records: readonly AuditRecord[], kinds: readonly FlowKind[]) {
  const ids = new Set<unknown>()
  for (const { kind } of kinds) for (const id of await redis.zrange(keys.flows(kind), 0, '-1')) ids.add(id)
  const onceATry = new Set(kinds.flatMap((kind) => kind.onceATry ?? []))
  const seen = new Set<string>()
  return records.flatMap((record) => {
    const isOfFlow = Object.values(record).some((value) => ids.has(value))
    if (onceATry.has(record.kind) || !isOfFlow) return []
    const name = JSON.stringify({ ...record, number: 0, at: 0, before: '', requestId: '' })
    if (seen.has(name)) return [name]
    seen.add(name)
    return []
  })
}

function recordsOf(lines: string): readonly AuditRecord[] {
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly record: AuditRecord }).record)
}

/** What is not in Slack yet, the next round would take for its own. */
async function allDelivered(storeUrl: string, what: string): Promise<void> {
  await inStore(storeUrl, async (redis) => {
    const letters = createLetterStore(redis, 10_000)
    await until(`${what}: every message to be delivered`, async () => (await letters.waiting()) === 0, 60_000)
  })
}
