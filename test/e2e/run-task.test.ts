import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const migrate = 'python manage.py migrate'
const runbook = `
id: migrate
title: Migrate
owner: platform
review_by: 2027-06-30
meaning: The database gets the shape that the next version needs.
impact: None, where the migration is additive.
run_by: operator
inputs:
  environment: { type: environment, default: staging }
  service: { type: service, default: backend }
steps:
  - id: migrate
    title: Migrate the database
    action: run {{ inputs.service }} {{ inputs.environment }} --command "${migrate}" --reason "Runbook migrate"
`

describe('a one-off task', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ runbooks: { 'migrate.yaml': runbook } })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 15_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const started = () => sandbox.account.calls.of('RunTask').filter(({ effective }) => effective)
  const newest = () => sandbox.account.world.oneOffTasks().at(-1)

  it('is followed to its exit code and its last lines, in one message', async () => {
    await say(`/ohmy run backend staging --command "${migrate}"`)
    const done = await card(`Run ${migrate} as a task of backend in staging — Done`)
    expect(done.text).toContain('exit code 0 after')
    expect(done.text).toContain('What it wrote last')
    expect(done.text).toContain('Applying coins.0042_price_index... OK')
    expect(done.text).not.toContain('GET /')
    expect(started()).toHaveLength(1)
    expect(newest()).toMatchObject({ command: ['python', 'manage.py', 'migrate'], exitCode: 0 })
    expect(done.text).toContain(newest()?.startedBy)
    expect(sandbox.account.world.service('ohmycoins-staging-backend').desiredCount).toBe(1)
  })

  it('is planned before: what runs, where, as whom, by which rule', async () => {
    await say(`/ohmy run backend staging --command "python manage.py cleanup --days 30" --dry-run`)
    const plan = await card(
      'Run python manage.py cleanup --days 30 as a task of backend in staging — only a plan',
    )
    expect(plan.text).toMatch(/Image: ohmycoins\/backend:sprint-12-3f4021a, sha256:[0-9a-f]{12}\./)
    expect(plan.text).toMatch(/Task definition: ohmycoins-staging-backend:\d+, 1024 CPU units, 2048 MB\./)
    expect(plan.text).toMatch(
      /Network: subnets subnet-\S+.*security groups sg-.*no public address \(FARGATE\)\./,
    )
    expect(plan.text).toContain('Role: ohmycoins-staging-ecs-task.')
    expect(plan.text).toContain('Allowed by: python manage.py cleanup --days &lt;number&gt;.')
    expect(plan.text).toContain('cancelling stops the task, and no more')
    expect(started()).toHaveLength(0)
  })

  it('fails with its exit code and what it wrote, and is offered again', async () => {
    await say('/ohmy run backend staging --command "python manage.py failing-report"')
    const failed = await card('Run python manage.py failing-report as a task of backend in staging — Failed')
    expect(failed.text).toContain('It ended with exit code 1. What it had done by then stays done.')
    expect(failed.text).toContain('The application ended with an error (exit code 1).')
    expect(failed.text).toContain('relation "coins_price" does not exist')
    expect(JSON.stringify(failed.blocks)).toContain('Try again')
    expect(failed.text).not.toContain('Runbook')
    // What the task wrote, and nothing of the service's own tasks.
    await sandbox.workspace.click(requester, failed, 'Logs')
    const id = newest()?.id ?? 'none'
    const lines = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) =>
        text.includes(id.slice(0, 8)) && text.includes('does not exist') && !text.includes('— Failed'),
    )
    expect(lines.text).toContain('relation "coins_price" does not exist')
  })

  it.each([
    'python manage.py flush',
    `${migrate}; rm -rf /`,
    `${migrate} --fake`,
    'python manage.py cleanup --days 30d',
    `sh -c '${migrate}'`,
  ])('is refused where the configuration does not name it: %s', async (command) => {
    await say(`/ohmy run backend staging --command "${command}"`)
    const refusal = await card(`staging does not allow \`${command}\` for backend`)
    expect(refusal.text).toContain('python manage.py &lt;migrate|showmigrations|check&gt;')
    expect(refusal.ephemeralFor).toBe(requester.slackId)
    expect(sandbox.account.calls.count('RunTask')).toBe(0)
  })

  it('is refused a viewer, and everybody without a named environment', async () => {
    await say(`/ohmy run backend staging --command "${migrate}"`, viewer)
    await card('`run` in staging takes the role operator; you have viewer')
    await say(`/ohmy run backend --command "${migrate}"`)
    await card('No environment was named')
    expect(sandbox.account.calls.count('RunTask')).toBe(0)
  })

  it('is stopped by Cancel, which says that nothing is put back', async () => {
    sandbox.account.world.setCommand('python manage.py check', { takes: 3_600_000, lines: ['checking'] })
    await say('/ohmy run backend staging --command "python manage.py check"')
    const running = await card('Run python manage.py check as a task of backend in staging — Running')
    await until('the task runs', () => newest()?.lastStatus === 'RUNNING')
    await sandbox.workspace.click(approver, running, 'Cancel')
    const cancelled = await card('Run python manage.py check as a task of backend in staging — Cancelled')
    expect(cancelled.text).toContain(
      'Aaron Approver cancelled it, and the task was stopped; what it had done by then stays done.',
    )
    expect(newest()).toMatchObject({ lastStatus: 'STOPPED', exitCode: 143 })
  })

  it('waits for a second person in production, who sees the command', async () => {
    await say(`/ohmy run backend production --command "${migrate}"`)
    const waiting = await card(`Run ${migrate} as a task of backend in production — Waiting for approval`)
    expect(waiting.text).toContain(`Command: ${migrate}, in the container backend. No shell reads it.`)
    expect(started()).toHaveLength(0)
    await sandbox.workspace.click(requester, waiting, 'Approve')
    await card('You asked for this yourself')
    await sandbox.workspace.click(approver, waiting, 'Approve')
    const done = await card(`Run ${migrate} as a task of backend in production — Done`)
    expect(done.text).toContain('approved by Aaron Approver')
    expect(started()).toHaveLength(1)
  })

  it('says ECS’s reason where there is no room for it, and nothing ran', async () => {
    sandbox.account.world.refuseTasks('RESOURCE:MEMORY')
    await say('/ohmy run backend staging --command "python manage.py showmigrations"')
    const failed = await card('Run python manage.py showmigrations as a task of backend in staging — Failed')
    sandbox.account.world.refuseTasks(undefined)
    expect(failed.text).toContain('ECS could not start the task: RESOURCE:MEMORY. Nothing ran.')
  })

  it('is barred by a lock on its service, and does not bar a change of it', async () => {
    await say('/ohmy lock backend staging --reason "data is being moved"', approver)
    await card('data is being moved')
    await say(`/ohmy run backend staging --command "${migrate}"`)
    await card('Aaron Approver locked backend in staging: “data is being moved”')
    await say('/ohmy unlock backend staging', approver)
    await card('🔓 Backend in staging is unlocked')
    sandbox.account.world.setCommand('python manage.py check', { takes: 3_600_000 })
    await say('/ohmy run backend staging --command "python manage.py check" --reason "slow"')
    const running = await card('reason: slow')
    await say('/ohmy run backend staging --command "python manage.py showmigrations"')
    await card('You are already changing it: Run python manage.py check')
    await say('/ohmy scale backend 2 staging')
    await card('Scale backend in staging from 1 to 2 tasks — Done')
    await sandbox.workspace.click(requester, running, 'Cancel')
    await until('the end', () => newest()?.lastStatus === 'STOPPED')
  })

  it('is a step of a runbook', async () => {
    sandbox.account.world.setCommand(migrate, { lines: ['Applied as a step'] })
    await say('/ohmy runbook start migrate backend staging')
    const step = await card(`run backend staging --command "${migrate}"`)
    await sandbox.workspace.click(requester, step, 'Run')
    await card('reason: Runbook migrate')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Applied as a step') && text.includes('— Done'),
      { timeout: 15_000 },
    )
  })

  it('leaves the words to a run of a runbook as they are, and help tells both', async () => {
    await say('/ohmy run done run-7k2m9qa')
    await card('There is no run run-7k2m9qa')
    await say('/ohmy help run')
    const help = await card('Run an allowed command in a task of its own')
    expect(help.text).toContain('Say how a step of a runbook went')
    expect(help.text).toContain('/ohmy run done run-7k2m9qa')
  })
})
