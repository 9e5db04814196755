import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

describe('looking before a deployment', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const shown = (...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, author }) => author !== requester.slackId && words.every((word) => text.includes(word)),
    )
  const terminal = { id: requester.slackId, name: requester.name, origin: 'terminal' } as const

  it('says that nothing stands against it, with every figure folded below', async () => {
    await say('/ohmy preflight staging')
    const answer = await shown('staging: ready', 'are OK')
    expect(answer.text).toMatch(/OK AWS identity: user\/sandbox in account 123456789012, ap-southeast-2/)
    expect(answer.text).toContain('OK backend runs as wanted: 1 of 1 task running')
    expect(answer.text).toContain('OK On call: primary')
    expect(answer.text).toContain('OK Autoscaling of backend: 1 wanted, no autoscaling')
    expect(answer.text).toContain('☐ review done')
    expect(answer.ephemeralFor).toBeUndefined()
    expect(JSON.stringify(answer.blocks)).toContain('"default_collapsed":true')
  })

  it('offers the deployment where all is well, by the line that does it', async () => {
    await say('/ohmy preflight staging --for backend:sprint-14-0c9b7aa')
    const answer = await shown('for backend:sprint-14-0c9b7aa: ready')
    expect(JSON.stringify(answer.blocks)).toContain('deploy backend sprint-14-0c9b7aa staging')
  })

  it('says what stands against it first, with what to do, and leaves with 1 in the terminal', async () => {
    const reply = await sandbox.bot.dispatch.run('preflight staging --for backend:sprint-99-gone', terminal)
    expect(reply.failed).toBe('refused')
    const [first = '', second = '', third = ''] = reply.message.text.split('\n')
    expect(first).toMatch(
      /🔴 staging, for backend:sprint-99-gone: not ready — 1 of \d+ checks stands against it/,
    )
    expect(second).toMatch(/🔴 NG Image sprint-99-gone of backend: .* is not in ECR/)
    expect(third).toContain('→ Push it')
    expect(reply.data).toMatchObject({ ready: false, environment: 'staging' })
  })

  it('is about the image as it is deployed: case counts, and its repository may stand before it', async () => {
    const image = 'ohmycoins/backend:Sprint-99-Gone'
    const reply = await sandbox.bot.dispatch.run(`preflight staging --for Backend:${image}`, terminal)
    expect(reply.data).toMatchObject({ deployment: { service: 'backend', image } })
    // The longer name is no way past what stands against it.
    expect(reply.message.text).toMatch(
      /NG Image ohmycoins\/backend:Sprint-99-Gone of backend: .* is not in ECR/,
    )
  })

  it('never takes for OK what it may not look at', async () => {
    sandbox.account.faults.add({ action: 'DescribeDBInstances', fault: { kind: 'accessDenied' } })
    await say('/ohmy preflight production')
    const answer = await shown('production: nothing stands', 'SKIP Backup of the database')
    expect(answer.text).toContain('rds:DescribeDBInstances')
    expect(answer.text).not.toContain('OK Backup')
    expect(answer.text).toMatch(/could not be looked at/)
  })

  it('says once what holds up many, and which', async () => {
    sandbox.account.faults.add({ service: 'ecs', fault: { kind: 'throttle' } })
    await say('/ohmy preflight production')
    const answer = await shown('production: nothing stands', 'AWS is asking for fewer calls')
    expect(answer.text.match(/AWS is asking for fewer calls/g)).toHaveLength(1)
    expect(answer.text).toContain('OK AWS identity')
    const [, count = '', names = ''] = /SKIP (\d+) checks: AWS is asking.*\n\s+(.+)/.exec(answer.text) ?? []
    expect(names.split(', ')).toHaveLength(Number(count))
    expect(names).toContain('backend runs as wanted, Last deployment of backend')
  })

  it('fills one message in while answers are awaited, and is quiet where they come at once', async () => {
    sandbox.account.faults.add({ action: 'GetServiceQuota', fault: { kind: 'delay', ms: 4_000 } })
    const before = sandbox.workspace.messages('devops').length
    await say('/ohmy preflight staging --for frontend:sprint-14-0c9b7aa')
    const early = await shown('Looking at staging, for frontend:sprint-14-0c9b7aa', 'have not answered yet')
    expect(early.text).not.toContain('Quotas')
    const done = await shown('staging, for frontend:sprint-14-0c9b7aa: ready', 'OK Quotas')
    expect(done.ts).toBe(early.ts)
    // The line itself, and its one answer.
    expect(sandbox.workspace.messages('devops').length - before).toBeLessThanOrEqual(2)
  })

  it('keeps who ticked what of the checklist, and lets it be taken back', async () => {
    await say('/ohmy preflight staging --for frontend:sprint-13-7ac41be')
    const answer = await shown('staging, for frontend:sprint-13-7ac41be: ready')
    const id = /look-\w+/.exec(answer.text)?.[0] ?? ''
    const reviewed = `tick ${id} "review done"`
    await sandbox.workspace.click(viewer, answer, 'Tick', reviewed)
    await shown('`tick` in staging takes the role operator')
    await sandbox.workspace.click(requester, answer, 'Tick', reviewed)
    const ticked = await shown('☑ review done — Rita Requester', 'for frontend:sprint-13-7ac41be')
    expect(ticked.ts).toBe(answer.ts)
    // One row an item: what is ticked has no button any more.
    expect(ticked.text.match(/review done/g)).toHaveLength(1)
    expect(JSON.stringify(ticked.blocks)).not.toContain(`${id} \\"review done`)
    // Who comes second is told who was first.
    await sandbox.workspace.click(approver, answer, 'Tick', reviewed)
    const second = await shown('“review done” was ticked by Rita Requester')
    expect(second.ephemeralFor).toBe(approver.slackId)
    await say(`/ohmy tick ${id} "review done" --undo`)
    await shown('☐ review done', id)
    const wrong = await sandbox.bot.dispatch.run(`tick ${id} "no such thing"`, terminal)
    expect(wrong.message.text).toContain('“review done”')
  })

  it('tells a lock in the way', async () => {
    await say('/ohmy lock staging --reason "migration"')
    await shown('Staging is locked')
    await say('/ohmy preflight staging')
    const answer = await shown('staging: not ready', 'NG Locks and freezes', 'Rita Requester locked')
    expect(answer.text).toContain('not ready')
    await say('/ohmy unlock staging')
    // Who is told of a lock reads "until it is unlocked", too.
    await shown('Staging is unlocked')
  })

  it('refuses what names no service, and a service there is not', async () => {
    const wrong = await sandbox.bot.dispatch.run('preflight staging --for sprint-14', terminal)
    expect(wrong.message.text).toContain('names no service with a tag')
    const unknown = await sandbox.bot.dispatch.run('preflight staging --for queue:sprint-14', terminal)
    expect(unknown.message.text).toContain('There is backend, frontend')
  })
})

describe('looking before a deployment after one that failed', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  it('warns of the one that went back, and offers the next one all the same: it is the mend', async () => {
    const { workspace, account } = sandbox
    account.world.pushImage('ohmycoins/backend', 'sprint-13-broken')
    await workspace.say(requester, 'devops', '/ohmy deploy backend sprint-13-broken staging')
    await workspace.waitForMessage('devops', ({ text }) => text.includes('Rolled back'), { timeout: 60_000 })
    await workspace.say(requester, 'devops', '/ohmy preflight staging --for backend:sprint-13-7ac41be')
    const answer = await workspace.waitForMessage('devops', ({ text }) =>
      text.includes('for backend:sprint-13-7ac41be: '),
    )
    expect(answer.text).toMatch(/WARN Last deployment of backend: .* failed and was rolled back/)
    expect(answer.text).not.toContain('NG ')
    expect(JSON.stringify(answer.blocks)).toContain('deploy backend sprint-13-7ac41be staging')
  })
})

describe('a preflight as a gate', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) =>
        yaml
          .replace(
            'scale: { minimum: 0, maximum: 10, toZero: true }',
            'scale: { minimum: 0, maximum: 10, toZero: true }\n      deploy: { preflight: required, ticked: [review done] }\n      breakGlass: operator',
          )
          .replace('deploy: { provenIn: staging }', 'deploy: { preflight: shown }'),
    })
  })
  afterAll(() => sandbox.stop())
  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const shown = (...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, author }) => author !== requester.slackId && words.every((word) => text.includes(word)),
      { timeout: 60_000 },
    )
  const changes = () => sandbox.account.calls.changes().map(({ action }) => action)

  it('bars what nobody has ticked, and names who did in the plan', async () => {
    await say('/ohmy deploy backend sprint-13-d4e8f02 staging')
    const refusal = await shown('Nobody has ticked it off within a day', 'review done')
    expect(JSON.stringify(refusal.blocks)).toContain('preflight staging --for backend:sprint-13-d4e8f02')
    await say('/ohmy preflight staging --for backend:sprint-13-d4e8f02')
    const looked = await shown('for backend:sprint-13-d4e8f02: ', '☐ review done')
    const id = /look-\w+/.exec(looked.text)?.[0] ?? ''
    await sandbox.workspace.click(requester, looked, 'Tick', `tick ${id} "review done"`)
    await shown('☑ review done — Rita Requester')
    await say('/ohmy deploy backend sprint-13-d4e8f02 staging --dry-run')
    await shown('only a plan', 'By hand: review done (Rita Requester, who asks).')
    // One that names no image lets no task definition through.
    await say('/ohmy preflight staging')
    const plain = await shown('staging: ', '☐ review done')
    await say(`/ohmy tick ${/look-\w+/.exec(plain.text)?.[0]} "review done"`)
    await shown('staging: ', '☑ review done')
    await say('/ohmy deploy backend --task-definition ohmycoins-staging-backend:41 staging')
    await shown('a task definition cannot be ticked for', 'Deploy the image instead')
  })

  it('stands in the plan, and lets pass what nothing stands against', async () => {
    await say('/ohmy deploy backend sprint-13-d4e8f02 staging --dry-run')
    const plan = await shown('Deploy', 'only a plan')
    expect(plan.text).toMatch(/Preflight: \d+ OK\./)
    expect(plan.text).not.toContain('WARN')
  })

  it('bars what is NG with why and the way on, changes nothing, and lets the glass be broken', async () => {
    sandbox.account.world.removeSecret('ohmycoins-staging-app-secret-key')
    await say('/ohmy deploy backend sprint-13-d4e8f02 staging')
    const refusal = await shown('The preflight of staging stands against it')
    expect(refusal.text).toContain('Secrets and log groups of backend')
    expect(refusal.text).toContain('--break-glass')
    expect(JSON.stringify(refusal.blocks)).toContain('preflight staging --for backend:sprint-13-d4e8f02')
    await say('/ohmy deploy backend --task-definition ohmycoins-staging-backend:41 staging')
    await shown('The preflight of staging stands against it', 'preflight staging`')
    expect(changes()).toEqual([])
    await say('/ohmy deploy backend sprint-13-d4e8f02 staging --break-glass --reason "customers wait"')
    await shown('customers wait', 'Preflight, Secrets and log groups of backend')
  })

  it('is only told where policy says so', async () => {
    sandbox.account.world.removeSecret('ohmycoins-prod-app-secret-key')
    await say('/ohmy deploy backend sprint-13-d4e8f02 production --dry-run')
    const plan = await shown('production', 'only a plan')
    expect(plan.text).toContain('Preflight, Secrets and log groups of backend')
  })
})

describe('a lock of Terraform’s', () => {
  let sandbox: Sandbox
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-unlock-'))
  const bucket = 'ohmycoins-terraform-state'
  beforeAll(async () => {
    writeFileSync(
      join(folder, 'main.tf'),
      `terraform {\n  backend "s3" {\n    bucket = "${bucket}"\n    key = "staging.tfstate"\n    region = "ap-southeast-2"\n    use_lockfile = true\n    dynamodb_table = "ohmycoins-terraform-locks"\n  }\n}\n`,
    )
    sandbox = await startSandbox({
      configure: (yaml) => yaml.replace('terraform: { ignores', `terraform: { folder: ${folder}, ignores`),
    })
  })
  afterAll(() => sandbox.stop())
  const run = (line: string) =>
    sandbox.bot.dispatch.run(line, { id: requester.slackId, name: requester.name, origin: 'terminal' })

  it('is free, or who holds it is told with what to do, and nothing is written anywhere', async () => {
    const free = await run('terraform unlock-help staging')
    expect(free.message.text).toContain('staging.tfstate.tflock is free')
    expect(free.message.text).not.toContain('force-unlock')
    const text = JSON.stringify({
      ID: 'a1b2',
      Operation: 'OperationTypeApply',
      Who: '<!channel>',
      Created: '2026-11-28T10:00:00Z',
    })
    sandbox.account.world.setStateLock({ bucket, key: 'staging.tfstate.tflock' }, text)
    const held = await run('terraform unlock-help staging')
    expect(held.message.text).toContain('terraform force-unlock a1b2')
    expect(held.message.text).toContain('may say that it failed')
    expect(JSON.stringify(held.message.blocks)).not.toContain('<!channel>')
    const barred = await run('preflight staging')
    expect(barred.failed).toBe('refused')
    expect(barred.message.text).toContain('NG State lock')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('says what to write down where the files are not known', async () => {
    const unknown = await run('terraform unlock-help production')
    expect(unknown.message.text).toContain('environments.production.terraform.folder')
  })
})
