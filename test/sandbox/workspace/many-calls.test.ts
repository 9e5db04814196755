import { afterAll, beforeAll, expect, test } from 'vitest'
import { credentials } from '../../../sandbox/people.js'
import type { Workspace } from '../../../sandbox/workspace/workspace.js'
import { startAlone } from './bot.js'

let workspace: Workspace
beforeAll(async () => {
  workspace = await startAlone()
})
afterAll(() => workspace.stop())

/** By fetch: it costs a third of what a WebClient does. */
async function call(method: string, args: Readonly<Record<string, unknown>>): Promise<{ ok?: boolean }> {
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credentials.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  return (await response.json()) as { ok?: boolean }
}

test('the workspace answers after many thousand calls as it did at first', async () => {
  const { id } = workspace.state().channels.find(({ name }) => name === 'devops') ?? { id: '' }
  const answers = new Set<boolean | undefined>()
  for (let done = 0; done < 5_100; done += 50) {
    const some = Array.from({ length: 50 }, () => call('conversations.info', { channel: id }))
    for (const { ok } of await Promise.all(some)) answers.add(ok)
  }
  expect([...answers]).toEqual([true])
  expect((await call('chat.postMessage', { channel: id, text: 'still here' })).ok).toBe(true)
  expect(workspace.messages('devops').map(({ text }) => text)).toEqual(['still here'])
}, 120_000)
