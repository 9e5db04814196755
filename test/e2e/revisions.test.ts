import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('what a service ran', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const terminal = (text: string) =>
    sandbox.bot.dispatch.run(text, { id: approver.slackId, name: approver.name, origin: 'terminal' })
  /** The rows of the list: a version each. */
  const rows = async (line: string) => {
    const { message } = await terminal(line)
    return message.text.split('\n').filter((text) => /sprint-/.test(text))
  }

  it('is listed newest first, with digest, how long it ran, who registered it and whether it is proven', async () => {
    await say('/ohmy revisions backend staging', viewer)
    const { text, blocks } = await card('What backend in staging ran')
    const [, first, details] = text.split('\n')
    expect(first).toMatch(/^🟢 sprint-12-3f4021a · runs since .+, \d+ d · proven$/)
    expect(details).toMatch(/ohmycoins-staging-backend:42 · sha256:[0-9a-f]{12} · registered by terraform/)
    expect(text).toMatch(/✅ sprint-11-a8d20f6 · ran \d+ d, from .+ · proven/)
    const buttons = JSON.stringify(blocks)
    expect(buttons).toContain('rollback backend staging --to 40')
    // What runs is no way back.
    expect(buttons).not.toContain('rollback backend staging --to 42')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('tells by ohmy’s own record who deployed it, and what ohmy took back', async () => {
    await say('/ohmy deploy frontend sprint-14-0c9b7aa staging')
    const done = await card('Deploy sprint-14-0c9b7aa to frontend in staging — Done')
    const id = /op-\w{7}/.exec(done.text)?.[0] ?? 'none'
    await say('/ohmy deploy frontend sprint-13-d4e8f02-broken staging')
    await card('Deploy sprint-13-d4e8f02-broken to frontend in staging — Rolled back')
    const { message, data } = await terminal('revisions frontend staging')
    expect(message.text).toMatch(/^🔴 sprint-13-d4e8f02-broken · ECS went back .+$/m)
    expect(message.text).toMatch(/^🟢 sprint-14-0c9b7aa · runs since .+ · proven$/m)
    expect(message.text).toContain(`Rita Requester, \`${id}\``)
    expect(message.text).toMatch(/✅ sprint-12-3f4021a · ran \d+ d, from /)
    expect((data as { revisions: unknown[] }).revisions.slice(0, 3)).toMatchObject([
      { stands: 'never', proven: false, isWayBack: false, by: { name: 'Rita Requester' } },
      { stands: 'now', proven: true, isWayBack: false, by: { operation: id } },
      { stands: 'before', proven: true, isWayBack: true, registeredBy: 'terraform' },
    ])
  })

  it('leads back with a button, which asks first and then is a rollback like any other', async () => {
    await say('/ohmy revisions frontend staging')
    const list = await card('What frontend in staging ran')
    const button = JSON.stringify(list.blocks).match(/"confirm":\{[^}]*"text":"Roll frontend back\?"/)
    expect(button).not.toBeNull()
    await sandbox.workspace.click(requester, list, 'Roll back to it', 'rollback frontend staging --to 31')
    await card('Roll frontend in staging back to sprint-12-3f4021a — Done')
    await until('it is back', () => sandbox.account.world.service(frontend).taskDefinition.endsWith(':31'))
    const [newest = '', , left = ''] = await rows('revisions frontend staging')
    expect(newest).toMatch(/^🟢 sprint-12-3f4021a · runs since/)
    expect(left).toMatch(/^✅ sprint-14-0c9b7aa · ran .+, from .+ · proven, but Rita Requester took it back/)
  })

  it('shows a deployment under way as that', async () => {
    sandbox.account.world.setDeploymentConfiguration(backend, { bakeTimeInMinutes: 180 })
    sandbox.account.world.deploy(backend, 'sprint-14-0c9b7aa')
    const [coming = '', runs = ''] = await rows('revisions backend staging')
    expect(coming).toMatch(/^🔵 sprint-14-0c9b7aa · is being deployed, since /)
    expect(runs).toMatch(/^🟢 sprint-12-3f4021a · runs since /)
  })
})

describe('what is different', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const terminal = (text: string, person = approver) =>
    sandbox.bot.dispatch.run(text, { id: person.slackId, name: person.name, origin: 'terminal' })

  it('between two environments is told by name, and the same in one line', async () => {
    const { message, data } = await terminal('diff backend staging production')
    const [headline, ...lines] = message.text.split('\n')
    expect(headline).toMatch(/^backend, staging → production: \d+ differences$/)
    expect(lines.join('\n')).toMatch(/\d+ variables: one value → another value: [A-Z_, and]+/)
    expect(message.text).toContain('Tasks: 1 → 2')
    expect(message.text).toMatch(/Autoscaling: none → \d+–\d+ tasks/)
    expect(message.text).toMatch(/The same: image sprint-12-3f4021a/)
    // Names of secrets, never where they lie, and no value of anything.
    expect(message.text).not.toContain('arn:')
    expect(JSON.stringify(data)).not.toContain('arn:')
    expect(data).toMatchObject({
      from: { environment: 'staging', version: 'sprint-12-3f4021a' },
      to: { environment: 'production' },
    })
  })

  it('goes the other way where the other environment is named first', async () => {
    const { message } = await terminal('diff backend prod stage')
    expect(message.text).toContain('backend, production → staging')
    expect(message.text).toContain('Tasks: 2 → 1')
  })

  it('of one environment is what the last deployment changed', async () => {
    const { message } = await terminal('diff backend staging')
    expect(message.text).toContain('backend, sprint-11-a8d20f6 → sprint-12-3f4021a in staging')
    expect(message.text).toContain('Image: sprint-11-a8d20f6 → sprint-12-3f4021a')
    expect(message.text).toContain('ohmycoins-staging-backend:40')
  })

  it('between two versions goes by revision and by tag', async () => {
    const one = await terminal('diff backend staging --from 39 --to sprint-11-a8d20f6')
    expect(one.message.text).toContain('Image: sprint-10-91c7be2 → sprint-11-a8d20f6')
    const same = await terminal('diff backend staging --from 42 --to 42')
    expect(same.message.text).toContain('nothing is different')
    const unknown = await terminal('diff backend staging --from sprint-99-0000000')
    expect(unknown.failed).toBe('refused')
    expect(unknown.message.text).toContain('/ohmy revisions backend staging')
    // A rejection that was left to nobody would fail the run.
    const neither = await terminal('diff backend staging --from 04 --to sprint-99-0000000')
    expect(neither.message.text).toContain('sprint-99-0000000 was never deployed to backend in staging')
    const both = await terminal('diff backend staging production --from 40')
    expect(both.message.text).toContain('Two environments were named, staging and production, and a version')
  })

  it('tells of a tag that was pushed again in between', async () => {
    const { world } = sandbox.account
    world.pushImage('ohmycoins/frontend', 'stable')
    for (const service of [frontend, 'ohmycoins-prod-frontend']) {
      world.deploy(service, 'stable')
      await until('it runs', () => world.service(service).rolloutState === 'COMPLETED')
      world.pushImage('ohmycoins/frontend', 'stable')
    }
    const { message } = await terminal('diff frontend staging production')
    expect(message.text).toMatch(/Image: stable, sha256:[0-9a-f]{12} → stable, sha256:[0-9a-f]{12}/)
    expect(message.text).not.toContain('The same: image stable')
  })
})

describe('what is different, for who may look at one environment alone', () => {
  it('is not told of the other', async () => {
    const sandbox = await startSandbox({
      configure: (yaml) =>
        yaml.replace('users: [U0VIEWERS] # Vera', 'users: [U0VIEWERS]\n    environments: [staging]'),
    })
    const by = { id: viewer.slackId, name: viewer.name, origin: 'terminal' } as const
    const there = await sandbox.bot.dispatch.run('diff backend staging production', by)
    const back = await sandbox.bot.dispatch.run('diff backend production staging', by)
    await sandbox.stop()
    expect(there.message.text).toContain('You may not look at production')
    expect(back.failed).toBe('refused')
    expect(`${there.message.text}${back.message.text}`).not.toContain('→')
  })
})
