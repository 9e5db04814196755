import { expect } from 'vitest'
import { createAuditReader } from '../../../src/audit/read.js'
import { noHead } from '../../../src/audit/chain.js'
import type { AuditRecord } from '../../../src/core/audit-record.js'
import type { RunRecord } from '../../../src/core/run.js'
import { keys } from '../../../src/redis/keys.js'
import { inStore } from '../../e2e/in-store.js'
import type { Sandbox } from '../sandbox.js'
import { until } from '../until.js'

const heads = { running: '', paused: '', done: 'Done', failed: 'Failed', aborted: 'Aborted' }

/** What is left of a run when it is over: a message that tells the end, and a report that names every step. */
export async function expectTold({ workspace }: Sandbox, channel: string, run: RunRecord): Promise<void> {
  expect({ run: run.id, state: run.state }).toEqual({ run: run.id, state: 'done' })
  const card = await workspace.waitForMessage(channel, ({ text }) => {
    const [head = ''] = text.split('\n')
    return head.includes(run.runbook.title) && head.includes(heads[run.state]) && text.includes(run.id)
  })
  expect(card.text).not.toContain('{{')
  const file = await until(`the report of ${run.id}`, () =>
    workspace
      .messages(channel)
      .flatMap(({ files = [] }) => files)
      .find(({ name }) => name.startsWith(run.id)),
  )
  const report = await (await fetch(`${workspace.url}${file.url}`)).text()
  const words = report.replace(/\\(.)/g, '$1')
  // Neither a value that was not put in, nor a word that was taken for a secret.
  expect(words).not.toMatch(/[{]{2}|•••/)
  for (const [index, { title }] of run.steps.entries()) {
    expect(words).toContain(`${index + 1}. **${title ?? ''}`)
  }
}

/** Of all that was walked: no hold and no lock is left, and each run has begun and ended once. */
export async function expectNothingLeft({ store }: Sandbox, runs: readonly RunRecord[]): Promise<void> {
  await inStore(store.url, async (redis) => {
    await until('every flow to be settled', async () => {
      const open = [keys.openFlows('changing'), keys.openFlows('reading')]
      return (await Promise.all(open.map((key) => redis.zcard(key)))).every((count) => count === 0)
    })
    expect(await redis.keys(keys.held('*'))).toEqual([])
    expect(await redis.exists(keys.peopleLocks)).toBe(0)
    const reader = createAuditReader({ redis, audit: { seen: () => noHead } })
    const { lines } = await reader.export(0)
    const records = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { readonly record: AuditRecord }).record)
    const ids = runs.map(({ id }) => id).toSorted()
    for (const kind of ['run began', 'run ended']) {
      const told = records.flatMap((record) => (record.kind === kind ? [record.operation ?? ''] : []))
      expect({ kind, told: told.toSorted() }).toEqual({ kind, told: ids })
    }
  })
}
