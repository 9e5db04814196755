import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'

describe('following a log', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nlogs:\n  runningPerPerson: 2\n`,
    })
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string, person = viewer) => sandbox.workspace.say(person, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const write = (line: string, at?: number) =>
    sandbox.account.world.writeLog(backend, line, at === undefined ? {} : { at })
  const readingOf = async (text: string) =>
    (
      await sandbox.bot.readings.show(idIn(text), {
        id: viewer.slackId,
        name: viewer.name,
        origin: 'command',
      })
    ).data as { status: string }
  const idIn = (text: string) => /logs-[a-z0-9]+/.exec(text)?.[0] ?? ''

  it('keeps one message up to date, counts each line once, and ends with what there was', async () => {
    await say('/ohmy logs backend staging --follow 2m --grep "[app.test]"')
    const begun = await shown('Following backend in staging until', 'No such line was written yet')
    write('INFO [app.test] first line <!channel>')
    const first = await shown('first line', '1 line, no errors')
    expect(first.ts).toBe(begun.ts)
    const earlier = Date.now() - 200
    write('ERROR [app.test] it broke with password=hunter2secret')
    // One that arrives late is shown where it belongs.
    write('INFO [app.test] late line', earlier)
    const both = await shown('it broke', 'late line', '3 lines, 1 error')
    expect(both.ts).toBe(begun.ts)
    expect(both.text).not.toContain('hunter2secret')
    await sandbox.workspace.click(viewer, both, 'Stop')
    const ended = await shown('Followed backend in staging for', 'stopped by Vera Viewer: 3 lines, 1 error')
    expect(ended.ts).toBe(begun.ts)
    const record = await readingOf(ended.text)
    expect(record).toMatchObject({ status: 'stopped', stopRequestedBy: { name: 'Vera Viewer' } })
    expect(sandbox.workspace.pings()).toEqual([])
  })

  it('follows again at a press of its button, and the other one stays as it was', async () => {
    const ended = await shown('Followed backend in staging for', 'stopped by Vera')
    await sandbox.workspace.click(requester, ended, 'Follow again')
    const again = await shown('Following backend in staging until', 'Asked by Rita')
    expect(again.ts).not.toBe(ended.ts)
    expect(again.text).toContain('only lines with `[app.test]`')
    await sandbox.workspace.click(requester, again, 'Stop')
    await shown('stopped by Rita Requester')
  })

  it('is stopped by whoever asked and by operators, and by no other viewer', async () => {
    await say('/ohmy logs frontend staging --follow 5m', requester)
    const running = await shown('Following frontend in staging')
    await sandbox.workspace.click(viewer, running, 'Stop')
    const refusal = await shown('stop', 'takes the role operator')
    expect(refusal.ephemeralFor).toBe(viewer.slackId)
    expect((await readingOf(running.text)).status).toBe('running')
    await sandbox.workspace.click(approver, running, 'Stop')
    await shown('Followed frontend in staging', 'stopped by Aaron Approver')
  })

  it('is shown in the thread where it was asked for', async () => {
    const opening = await shown('Followed frontend in staging')
    await sandbox.workspace.say(viewer, 'devops', '@ohmy logs frontend production --follow 1m', {
      threadTs: opening.ts,
    })
    const following = await shown('Following frontend in production')
    expect(following.threadTs).toBe(opening.ts)
    await say(`/ohmy stop ${idIn(following.text)}`)
    await shown('Followed frontend in production', 'stopped by Vera')
  })

  it('says kindly that there are enough, and that following begins now', async () => {
    await say('/ohmy logs backend staging --follow 10m', approver)
    await shown('Following backend in staging', 'Asked by Aaron')
    await say('/ohmy logs frontend staging --follow 10m', approver)
    await shown('Following frontend in staging', 'Asked by Aaron')
    await say('/ohmy logs frontend production --follow 10m', approver)
    const refusal = await shown('You have 2 followed logs, queries, validations and plans running')
    expect(refusal.ephemeralFor).toBe(approver.slackId)
    await say('/ohmy logs backend staging --follow 5m --since 1h')
    await shown('Following begins now')
    await say('/ohmy logs backend staging --follow 3h')
    await shown('is too long', 'at most 1 h')
  })

  it('goes on when AWS is in trouble for a moment', async () => {
    await say('/ohmy logs backend staging --follow 2m --grep "[app.slow]"')
    const following = await shown('Following backend in staging', '[app.slow]')
    sandbox.account.faults.add({ action: 'FilterLogEvents', times: 4, fault: { kind: 'throttle' } })
    write('INFO [app.slow] said meanwhile')
    await shown('said meanwhile', '1 line')
    await sandbox.workspace.click(viewer, following, 'Stop')
    await shown('only lines with `[app.slow]`', 'stopped by Vera')
  })

  it('says so where it is not allowed', async () => {
    sandbox.account.faults.add({ action: 'FilterLogEvents', fault: { kind: 'accessDenied' } })
    await say('/ohmy logs backend production --follow 1m')
    const failed = await shown('Following backend in production broke off', 'not allowed to call')
    expect(failed.text).not.toContain('assumed-role')
  })

  it('passes the limits of Slack', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([])
  })
})

describe('following a log by Live Tail', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nlogs:\n  liveTail: true\n` })
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string) => sandbox.workspace.say(viewer, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const write = (line: string) => sandbox.account.world.writeLog(backend, line)

  it('shows what was written before and while it is open, each line once, and closes it when it is stopped', async () => {
    await say('/ohmy logs backend staging --follow 2m --grep "[app.test]"')
    await shown('Following backend in staging')
    write('INFO [app.test] at the very beginning')
    const first = await shown('at the very beginning', '1 line, no errors', 'Live Tail')
    expect(sandbox.account.world.liveTails()).toBe(1)
    write('ERROR [app.test] while it is open')
    await shown('while it is open', '2 lines, 1 error')
    await sandbox.workspace.click(viewer, first, 'Stop')
    await shown('stopped by Vera Viewer: 2 lines, 1 error')
    expect(sandbox.account.world.liveTails()).toBe(0)
  })

  it('goes on when the connection breaks', async () => {
    await say('/ohmy logs backend staging --follow 2m --grep "[app.broken]"')
    await until('the tail', () => sandbox.account.world.liveTails() === 1)
    write('INFO [app.broken] before')
    await shown('[app.broken] before', '1 line')
    sandbox.account.world.dropLiveTails()
    write('INFO [app.broken] in between')
    const both = await shown('in between', '2 lines, no errors')
    await sandbox.workspace.click(viewer, both, 'Stop')
    await shown('only lines with `[app.broken]`', 'stopped by Vera Viewer: 2 lines')
  })

  it('looks every few seconds where the account does not allow it, and says so', async () => {
    sandbox.account.faults.add({ action: 'StartLiveTail', fault: { kind: 'accessDenied' } })
    await say('/ohmy logs backend staging --follow 2m --grep "[app.denied]"')
    await shown('Following backend in staging', '[app.denied]')
    write('INFO [app.denied] all the same')
    const polled = await shown('all the same', 'Live Tail is not possible here')
    await sandbox.workspace.click(viewer, polled, 'Stop')
    await shown('only lines with `[app.denied]`', 'stopped by Vera Viewer: 1 line')
  })
})
