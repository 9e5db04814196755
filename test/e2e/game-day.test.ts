import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GameDay } from '../../sandbox/game-day/contract.js'
import { createGameDay, type PlayedGameDay } from '../../sandbox/game-day/game-day.js'
import { serveGameDay } from '../../sandbox/game-day/serve.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const channels = { alerts: 'alerts', incidents: 'incidents' }

/** Rita is on call: who it is does not depend on the day. */
const configure = (yaml: string) =>
  `${yaml}\nalerts:\n  queue: ${queue}\n`
    .replace('primary: [U0REQUEST, U0APPROVE]', 'primary: [U0REQUEST]')
    .replace('secondary: [U0APPROVE, U0REQUEST]', 'secondary: [U0APPROVE]')

describe('a game day', () => {
  let sandbox: Sandbox
  let played: PlayedGameDay | undefined
  beforeAll(async () => {
    sandbox = await startSandbox({ configure, workspace: { page: serveGameDay(() => played) } })
    played = createGameDay({ ...sandbox, channels, now: Date.now })
  })
  afterAll(async () => {
    played?.stop()
    await sandbox.stop()
  })

  const post = (body: object, type = 'application/json') =>
    fetch(`${sandbox.workspace.url}/sandbox/trouble`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    })
  const round = async () => {
    const answer = await fetch(`${sandbox.workspace.url}/sandbox/game-day`)
    return ((await answer.json()) as GameDay).rounds[0]
  }
  const shows = (channel: string, ...words: readonly (string | RegExp)[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) =>
      words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))),
    )
  const click = (...press: Parameters<Sandbox['workspace']['click']>) => sandbox.workspace.click(...press)

  it('goes from tasks out of memory to a review, by buttons alone', async () => {
    const { workspace, account } = sandbox
    const before = account.world.service('ohmycoins-prod-backend').image
    expect((await post({ trouble: 'out-of-memory', do: 'begin' })).status).toBe(200)

    // The alert, with what was looked at already.
    const alert = await shows('alerts', '🔴 Average memory of backend', /Tasks that were killed: \d+ task/)
    expect(alert.text).toMatch(/above 85 % for 10 min: 9\d %/)
    expect(alert.text).toMatch(/🔴 Memory of the service: backend memory 9\d %/)
    expect(alert.text).toContain('When the last deployment was: the newest deployment began 12 min')

    // An incident from its button; whoever opens it is not called.
    await click(viewer, alert, 'Open incident')
    const form = await workspace.waitForModal(viewer)
    await workspace.submit(viewer, form, {
      text: 'Backend is killed for its memory',
      sev: 'SEV-2 · degraded: within 15 minutes, whoever is on call',
    })
    const announced = await shows('incidents', 'SEV-2 · Backend is killed for its memory')
    const room = await until('its channel', () =>
      workspace.state().channels.find(({ name }) => name.startsWith('inc-')),
    )
    await shows(room.name, 'SEV-2 · Backend is killed', 'nobody')

    // The page, and who answers it.
    const page = await shows(workspace.directMessage(requester).id, 'You are called as primary')
    await click(requester, page, 'Ack')
    await shows(room.name, 'Acknowledged')
    await click(requester, await shows(room.name, 'SEV-2 · Backend is killed', 'Commander'), 'I lead')
    await shows(room.name, 'Commander', 'Rita Requester')

    // The runbook of the alert: its checks speak for the release.
    await click(requester, await shows('alerts', '🔴 Average memory of backend'), 'Runbook: Out of memory')
    const decision = await shows('alerts', 'How did it fill up?', 'Since a release')
    await click(requester, decision, 'Since a release')
    await click(requester, await shows('alerts', 'Roll back', /step \d+ of/i), 'Run')
    const card = await shows('alerts', 'Roll backend in production back to sprint-12', 'Waiting for approval')
    expect((await click(requester, card, 'Approve')).ok).toBe(true)
    await click(approver, card, 'Approve')
    await shows('alerts', /Roll backend in production back to sprint-12.* — Done/)
    expect(account.world.service('ohmycoins-prod-backend').image).toBe(before)

    // It is good again, and the runbook ends.
    await shows('alerts', 'Good again after', 'ecs-high-memory')
    await click(requester, await shows('alerts', 'Is it over?'), 'Yes')

    // Cause and impact, and the review.
    await click(requester, await shows(room.name, 'Commander', 'Rita Requester'), 'Resolve')
    const resolve = await workspace.waitForModal(requester)
    await workspace.submit(requester, resolve, {
      cause: 'a leak in sprint-15',
      impact: 'some requests failed',
    })
    await shows(room.name, 'Resolved, watched until')
    const closed = await shows('incidents', 'Backend is killed', 'Closed')
    expect(closed.ts).toBe(announced.ts)
    const { files = [] } = await until('the review', () =>
      workspace.messages(room.name).find((message) => (message.files?.length ?? 0) > 0),
    )
    const review = await (await fetch(`${workspace.url}${files[0]?.url ?? ''}`)).text()
    expect(review).toContain('# SEV-2: Backend is killed for its memory')
    expect(review).toContain('a leak in sprint-15')
    expect(review).toMatch(/Rita Requester.*Roll backend in production back to sprint-12/)
    expect(review).toMatch(/Aaron Approver.*[Aa]pproved/)

    // What the panel tells of it.
    const times = await until('the round to be over', async () => {
      const now = await round()
      return now?.resolvedAt === undefined ? undefined : now
    }).catch(async (error: unknown) => {
      const texts = ['alerts', 'incidents'].map((name) => workspace.messages(name).map(({ text }) => text))
      throw new Error(`${String(error)}: ${JSON.stringify([await round(), texts])}`)
    })
    const { begunAt, told, acknowledgedAt = 0, mitigatedAt = 0, resolvedAt = 0 } = times
    const order = [begunAt, told?.at ?? 0, acknowledgedAt, mitigatedAt, resolvedAt]
    expect(order).toEqual(order.toSorted((left, right) => left - right))
    expect(told?.ts).toBe(alert.ts)
  }, 120_000)

  it('says what there is to whoever asks for something else', async () => {
    const unknown = await post({ trouble: 'earthquake', do: 'begin' })
    expect(unknown.status).toBe(400)
    expect(await unknown.text()).toContain('out-of-memory')
    expect((await post({ trouble: 'out-of-memory', do: 'begin' }, 'text/plain')).status).toBe(415)
    expect((await post({ trouble: 'out-of-memory', do: 'dance' })).status).toBe(400)
  })
})
