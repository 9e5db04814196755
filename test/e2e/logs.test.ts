import type { KnownBlock } from '@slack/types'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import type { PostedMessage } from '../../sandbox/workspace/contract.js'
import { hostileLines } from '../logs/hostile-lines.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const staging = 'ohmycoins-staging-backend'

describe('asking for the logs of a service', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const write = (line: string, where: { at?: number; taskId?: string } = {}) =>
    sandbox.account.world.writeLog(staging, line, where)
  const posted = () => sandbox.workspace.messages('devops')
  /** The answer to what is said: the next message with these words. */
  async function ask(text: string, words: string): Promise<PostedMessage> {
    const before = posted().length
    await sandbox.workspace.say(viewer, 'devops', text)
    return sandbox.workspace.waitForMessage(
      'devops',
      (message) => posted().indexOf(message) >= before && message.text.includes(words),
      { timeout: 60_000 },
    )
  }

  it('shows errors that say the same once, with their count, and the newest lines under them', async () => {
    // Another word at each try: what an earlier one wrote would be counted too.
    const happened = `${['ex', 'im', 'un'][Math.floor(Math.random() * 3)]}ploded ${String.fromCharCode(97 + Math.floor(Math.random() * 26))}`
    for (const order of [17, 18, 19])
      write(`2026-11-23 10:00:00,000 ERROR [app.test] order ${order} ${happened}`)
    write('INFO [app.test] the newest of all')
    const answer = await ask('/ohmy logs backend staging', 'backend in staging:')
    expect(answer.ephemeralFor).toBeUndefined()
    expect(answer.text.split('\n')[0]).toMatch(/^🔴 backend in staging: \d+ errors/)
    expect(answer.text).toContain(`3× \`[app.test] order # ${happened}\``)
    const lines = preformatted(answer.blocks)
    // The service goes on writing meanwhile.
    expect(lines.slice(0, 3).some((line) => line.includes('the newest of all'))).toBe(true)
    expect(lines.some((line) => line.includes(`🔴 [app.test] order 19 ${happened}`))).toBe(true)
    expect(answer.text).toContain('Asked by Vera Viewer')
    expect(answer.text).toContain('times of Australia/Sydney')
  })

  it('finds a text in any case, far back, and says how far', async () => {
    write('WARNING [app.test] The Needle in the haystack', { at: Date.now() - 3 * 3_600_000 })
    const answer = await ask('/ohmy logs backend staging --grep "needle IN"', 'with `needle IN`')
    expect(answer.text).toContain('1 line with')
    expect(preformatted(answer.blocks)).toHaveLength(1)
    const nothing = await ask(
      '/ohmy logs backend staging --grep needle --since 10m',
      'no lines with `needle`',
    )
    expect(nothing.text).toContain('in the last 10 min')
    expect(nothing.text).toContain('--since 24h')
    await sandbox.workspace.click(viewer, nothing, 'Look back 24h')
    const found = await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, text }) => ts === nothing.ts && text.includes('1 line with'),
      { timeout: 60_000 },
    )
    expect(found.edits).toBe(1)
  })

  it('takes a regular expression', async () => {
    write('INFO [app.test] shelf 42b is full')
    const answer = await ask('/ohmy logs backend staging --grep "/shelf \\d+[a-c]/" --since 1h', 'shelf 42b')
    expect(preformatted(answer.blocks)).toHaveLength(1)
  })

  it('takes times of the zone of the team', async () => {
    const at = Date.now() - 2 * 3_600_000
    write('INFO [app.test] at that very moment', { at })
    const wall = (ms: number) =>
      new Date(ms).toLocaleString('sv', { timeZone: 'Australia/Sydney' }).replace(' ', 'T')
    const span = `--since ${wall(at - 2_000)} --until ${wall(at + 2_000)}`
    const answer = await ask(`/ohmy logs backend staging ${span}`, 'at that very moment')
    expect(answer.text).toContain(wall(at).slice(11))
  })

  it('shows errors and worse only', async () => {
    write('CRITICAL [app.test] everything is lost')
    const answer = await ask('/ohmy logs backend staging --level error --limit 5', 'everything is lost')
    const lines = preformatted(answer.blocks)
    expect(lines.length).toBeLessThanOrEqual(5)
    for (const line of lines) expect(line).toMatch(/🔴|🟣/)
  })

  it('puts everything into a file, traces too', async () => {
    write(
      'ERROR [app.test] GET /x failed\nTraceback (most recent call last):\n  File "/app/x.py", line 1, in x\nValueError: nothing here',
    )
    const answer = await ask(
      '/ohmy logs backend staging --grep "ValueError: nothing" --file',
      'ValueError: nothing here',
    )
    expect(answer.text).not.toContain('/app/x.py')
    const file = await fileOf(answer)
    expect(file).toContain('File "/app/x.py", line 1, in x')
    expect(file).toContain('ValueError: nothing here')
  })

  it('shows what stood around a line, oldest first, with the trace in full', async () => {
    const answer = await ask(
      '/ohmy logs backend staging --grep "ValueError: nothing"',
      'ValueError: nothing here',
    )
    const before = posted().length
    await sandbox.workspace.click(viewer, answer, 'Around')
    const around = await sandbox.workspace.waitForMessage(
      'devops',
      (message) => posted().indexOf(message) >= before && message.text.includes('Around'),
      { timeout: 60_000 },
    )
    expect(around.text).toContain('▶')
    expect(around.text).toContain('File "/app/x.py", line 1, in x')
    const times = preformatted(around.blocks).map((line) => /\d\d:\d\d:\d\d/.exec(line)?.[0] ?? '')
    expect(times.length).toBeGreaterThan(2)
  })

  it('shows what the last stopped task wrote before it ended, and why it ended', async () => {
    const [task] = sandbox.account.world.tasks(staging)
    write('CRITICAL [app.test] the last words', { taskId: task?.id ?? '' })
    sandbox.account.world.killTask(staging, task?.id, 137)
    const answer = await sandbox.workspace
      .say(viewer, 'devops', '/ohmy logs backend staging --previous')
      .then(() =>
        sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('⏹️'), { timeout: 60_000 }),
      )
    expect(answer.text).toContain(`task ${task?.id.slice(0, 8)} stopped`)
    expect(answer.text).toContain('exit code 137')
    expect(answer.text).toContain('the last words')
  })

  it('shows one task by the beginning of its id', async () => {
    const [task] = sandbox.account.world.tasks('ohmycoins-prod-backend')
    const answer = await ask(
      `/ohmy logs backend production --task ${task?.id.slice(0, 8)} --since 1h`,
      `task ${task?.id.slice(0, 8)}`,
    )
    expect(preformatted(answer.blocks).length).toBeGreaterThan(3)
    expect(
      sandbox.account.calls.all().filter(({ action }) => action === 'FilterLogEvents').length,
    ).toBeGreaterThan(0)
  })

  it('says it where nothing may be read, or there is no such log group', async () => {
    sandbox.account.faults.add({ action: 'FilterLogEvents', fault: { kind: 'accessDenied' } })
    const denied = await ask('/ohmy logs frontend staging', 'logs:FilterLogEvents')
    expect(denied.ephemeralFor).toBe(viewer.slackId)
  })

  it('refuses an expression that would take years, and answers others meanwhile', async () => {
    write(`INFO [app.test] ${'a'.repeat(60)}!`)
    await sandbox.workspace.say(
      requester,
      'devops',
      '/ohmy logs backend staging --grep "/^.*(a+)+$/" --since 1h',
    )
    const status = await ask('/ohmy status staging', 'staging is')
    expect(status.text).toContain('backend')
    const refusal = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('took too long'),
      {
        timeout: 60_000,
      },
    )
    expect(refusal.ephemeralFor).toBe(requester.slackId)
  })

  async function fileOf(message: PostedMessage): Promise<string> {
    const found = await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, files }) => ts >= message.ts && (files?.length ?? 0) > 0,
      { timeout: 60_000 },
    )
    const url = new URL(found.files?.[0]?.url ?? '', sandbox.workspace.apiUrl)
    return (await fetch(url)).text()
  }

  it('passes the limits of Slack each time, and pings nobody', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([])
    expect(sandbox.workspace.pings()).toEqual([])
  })
})

describe('whatever a service writes', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  it('is posted, and neither pings nor breaks anything nor leaks', async () => {
    const secrets = hostileLines.flatMap(({ secrets: some = [] }) => some)
    const begun = Date.now()
    for (const [index, { line }] of hostileLines.entries()) {
      const at = begun - (hostileLines.length - index) * 500
      sandbox.account.world.writeLog(staging, line, { at })
    }
    const sayings = [
      '/ohmy logs backend staging --limit 100 --file',
      '/ohmy logs backend staging --level error --limit 100',
      '@ohmy logs backend staging --grep "<!channel>" --limit 100',
      '@ohmy logs backend staging --grep "hunter2"',
      `/ohmy logs backend staging --around ${new Date(begun - 10_000).toISOString()}`,
    ]
    for (const saying of sayings) {
      const before = sandbox.workspace.messages('devops').length
      await sandbox.workspace.say(viewer, 'devops', saying)
      await sandbox.workspace.waitForMessage(
        'devops',
        (message) =>
          sandbox.workspace.messages('devops').indexOf(message) >= before &&
          message.author !== viewer.slackId &&
          message.text.includes('backend in staging'),
        { timeout: 60_000 },
      )
    }
    const posted = sandbox.workspace.messages('devops').filter(({ author }) => author !== viewer.slackId)
    const sent = JSON.stringify([posted, sandbox.workspace.calls])
    const leaked = secrets.filter((secret) => secret !== 'hunter2' && sent.includes(secret))
    expect(leaked).toEqual([])
    expect(sandbox.workspace.pings()).toEqual([])
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([])
  })
})

/** The lines in the first preformatted block. */
function preformatted(blocks: readonly KnownBlock[]): readonly string[] {
  const block = blocks.find(({ type }) => type === 'rich_text')
  const text = JSON.stringify(block).match(/"type":"text","text":"((?:[^"\\]|\\.)*)"/)?.[1] ?? ''
  return (JSON.parse(`"${text}"`) as string).split('\n').filter((line) => line !== '')
}
