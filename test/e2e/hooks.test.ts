import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signHook } from '../../src/hooks/signature.js'
import { keys } from '../../src/redis/keys.js'
import { approver, credentials, requester } from '../../sandbox/people.js'
import { slackPath } from '../../src/slack/receivers/http.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const path = '/hooks/deployments'
const secret: string = credentials.hookSecret

describe('a deployment from CI', () => {
  let sandbox: Sandbox
  let folder: string
  beforeAll(async () => {
    sandbox = await startSandbox()
    folder = await mkdtemp(join(tmpdir(), 'ohmy-ci-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
    await sandbox.stop()
  })

  let sent = 0
  const wanted = {
    environment: 'staging',
    services: ['backend'],
    tag: 'sprint-13-7ac41be',
    commit: '7ac41be7ac41be',
    author: 'Rita <!channel>',
    changes: ['fix *everything* for <@U0APPROVE>', 'token=abcdef123456 was in here'],
    link: 'https://example.com/compare',
  }

  interface Options {
    readonly key?: string | null
    readonly at?: number
    readonly secret?: string
    readonly headers?: Record<string, string>
  }

  async function post(content: unknown, options: Options = {}) {
    const body = typeof content === 'string' ? content : JSON.stringify(content)
    const timestamp = String(options.at ?? Math.floor(Date.now() / 1_000))
    const key = options.key === undefined ? `run-${process.pid}-${(sent += 1)}` : options.key
    const response = await fetch(`${sandbox.botUrl}${path}`, {
      method: 'POST',
      body,
      headers: {
        'x-ohmy-timestamp': timestamp,
        'x-ohmy-signature': signHook(options.secret ?? secret, timestamp, body),
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...options.headers,
      },
    })
    return { status: response.status, content: (await response.json()) as Record<string, string> }
  }

  async function get(target: string, by = secret) {
    const timestamp = String(Math.floor(Date.now() / 1_000))
    const response = await fetch(`${sandbox.botUrl}${target}`, {
      headers: {
        'x-ohmy-timestamp': timestamp,
        'x-ohmy-signature': signHook(by, timestamp, `GET ${target}`),
      },
    })
    return { status: response.status, content: (await response.json()) as Record<string, unknown> }
  }

  const operations = async () => {
    const { data } = await sandbox.bot.dispatch.run('history', {
      id: approver.slackId,
      name: approver.name,
      origin: 'terminal',
    })
    return (data as { operations: readonly { id: string }[] }).operations
  }
  const refusals = async () => {
    const caller = { id: approver.slackId, name: approver.name, origin: 'terminal' } as const
    const { data } = await sandbox.bot.dispatch.run('audit export', caller)
    const records = data as unknown as { record: { kind: string; summary: string; origin?: string } }[]
    return records
      .filter(({ record }) => record.kind === 'refused' && record.origin === 'hook')
      .map(({ record }) => record.summary)
  }

  /** How many requests of nobody were counted for a reason. */
  const unsigned = async (reason: string) => {
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
    const counts = metrics.matchAll(
      new RegExp(`^ohmy_unsigned_requests_total\\{.*reason="${reason}".*\\} (\\d+)$`, 'gm'),
    )
    return [...counts].reduce((total, [, count]) => total + Number(count), 0)
  }
  const recordsIn = () =>
    inStore(sandbox.store.url, async (redis) =>
      (await redis.xrange(keys.audit, '-', '+')).map(
        ([, [, record = '{}']]) => JSON.parse(record) as { kind: string; summary: string },
      ),
    )

  it.each([
    ['is not signed', { headers: { 'x-ohmy-signature': '' } }, wanted, 401, 'unsigned'],
    ['is signed with another secret', { secret: 'x'.repeat(40) }, wanted, 401, 'signature-wrong'],
    ['is older than five minutes', { at: Math.floor(Date.now() / 1_000) - 320 }, wanted, 401, 'stale'],
    ['is dated ahead', { at: Math.floor(Date.now() / 1_000) + 320 }, wanted, 401, 'stale'],
    ['has no idempotency key', { key: null }, wanted, 400, 'idempotency-key-missing'],
    ['is not JSON', {}, 'deploy, please', 400, 'body-not-json'],
    ['lacks a key', {}, { environment: 'staging' }, 422, 'body-invalid'],
    ['is too large', {}, { ...wanted, changes: Array(400).fill('x'.repeat(400)) }, 413, 'body-too-large'],
    ['names no environment of ours', {}, { ...wanted, environment: 'stagin' }, 422, 'environment-unknown'],
    ['names no service of ours', {}, { ...wanted, services: ['backnd'] }, 422, 'service-unknown'],
    ['names no container', {}, { ...wanted, container: 'php' }, 422, 'container-unknown'],
    ['names no image', {}, { ...wanted, tag: 'sprint-13-nothing' }, 422, 'image-unknown'],
  ] as const)(
    'that %s is refused and starts nothing; signed ones are audited',
    async (_, options, body, status, code) => {
      const before = await operations()
      const recorded = (await refusals()).length
      const counted = await unsigned(code)
      const answer = await post(body, options)
      expect(answer.status, JSON.stringify(answer.content)).toBe(status)
      expect(answer.content['error']).toBe(code)
      expect(answer.content['what']).toBeTruthy()
      expect(answer.content['next']).toBeTruthy()
      expect(await operations()).toEqual(before)
      expect(sandbox.account.calls.count('UpdateService')).toBe(0)
      const isSigned = status !== 401 && status !== 413
      expect((await refusals()).slice(recorded)).toEqual(
        isSigned ? [expect.stringContaining(`POST ${path} → ${status} ${code}`)] : [],
      )
      expect((await unsigned(code)) - counted).toBe(isSigned ? 0 : 1)
    },
  )

  it('tells nothing to who does not know the secret, and of no operation that CI did not ask for', async () => {
    expect((await get(`${path}/op-whatever`, 'x'.repeat(40))).status).toBe(401)
    expect((await get(`${path}/op-whatever`)).status).toBe(404)
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 2 staging')
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('— Done'))
    const id = /op-\w{7}/.exec(card.text)?.[0] ?? ''
    expect((await get(`${path}/${id}`)).status).toBe(404)
    expect((await fetch(`${sandbox.botUrl}${path}`)).status).toBe(405)
  })

  it('shows its card with the change summary, which stays text, and is followed to its end', async () => {
    const key = 'run-4711-1'
    const answers = await Promise.all([post(wanted, { key }), post(wanted, { key }), post(wanted, { key })])
    expect(answers.map(({ status }) => status)).toContain(202)
    for (const { status, content } of answers)
      if (status !== 202) expect(content['error']).toBe('in-progress')
    const answer = await post(wanted, { key })
    expect(answer).toMatchObject({
      status: 202,
      content: { url: expect.stringContaining(`${path}/op-`) as string },
    })
    const { id = '', url = '' } = answer.content
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(id))
    expect(card.text).toContain('Asked by CI')
    expect(card.text).toContain('commit 7ac41be7ac41 by Rita &lt;!channel&gt;')
    expect(card.text).toContain('- fix *everything* for &lt;@U0APPROVE&gt;')
    expect(card.text).toContain('- token=••• was in here')
    expect(JSON.stringify(card.blocks)).not.toContain('"mrkdwn","text":"commit')
    expect(await post({ ...wanted, tag: 'sprint-12-3f4021a' }, { key })).toMatchObject({
      status: 409,
      content: { error: 'idempotency-key-reused' },
    })

    const done = await until(
      'the end',
      async () => {
        const state = await get(url)
        expect(state.status).toBe(200)
        return state.content['ended'] === true && state.content
      },
      30_000,
    )
    expect(done).toMatchObject({ id, state: 'succeeded', outcome: 'succeeded', approvals: null })
    expect((done['steps'] as { state: string }[]).every(({ state }) => state === 'done')).toBe(true)
    expect(await post(wanted, { key })).toEqual(answer)
    expect((await operations()).filter((operation) => operation.id.length > 12)).toHaveLength(1)
    expect(sandbox.workspace.pings()).toEqual([])
    await sandbox.workspace.say(requester, 'devops', `/ohmy history ${id}`)
    const story = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('through CI'))
    expect(story.text).toContain('- fix *everything*')
  }, 60_000)

  it('is refused where the same signature comes with another key', async () => {
    const at = Math.floor(Date.now() / 1_000) - 7
    const body = { ...wanted, tag: 'sprint-13-nothing' }
    expect((await post(body, { at, key: 'run-one-1' })).status).toBe(422)
    expect(await post(body, { at, key: 'run-two-1' })).toMatchObject({
      status: 401,
      content: { error: 'replayed' },
    })
  })

  it('works from a shell as docs/ci.md shows it', async () => {
    const page = await readFile(new URL('../../docs/ci.md', import.meta.url), 'utf8')
    const script = /```bash\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const [scriptFile, bodyFile] = [join(folder, 'deploy.sh'), join(folder, 'deployment.json')]
    await writeFile(scriptFile, script)
    await writeFile(
      bodyFile,
      `${JSON.stringify({ ...wanted, tag: 'sprint-12-3f4021a', author: 'Größe "q"' }, null, 2)}\n`,
    )
    const env = {
      ...process.env,
      OHMY_URL: sandbox.botUrl,
      OHMY_HOOK_SECRET: secret,
      OHMY_POLL_SECONDS: '0.2',
    }
    const run = promisify(execFile)
    const { stdout } = await run('bash', [scriptFile, bodyFile, 'shell-run-1'], { env, timeout: 50_000 })
    const [asked, ended] = stdout.trim().split('\n')
    expect(JSON.parse(asked ?? '')).toMatchObject({ url: expect.stringContaining(path) as string })
    expect(JSON.parse(ended ?? '')).toMatchObject({ outcome: 'succeeded' })
    await expect(run('bash', [scriptFile, bodyFile, 'short'], { env })).rejects.toMatchObject({ code: 1 })
  }, 60_000)

  it('is recorded once where the same signed request is refused again and again', async () => {
    const at = Math.floor(Date.now() / 1_000) - 9
    const before = (await refusals()).length
    for (const key of ['run-same-1', 'run-same-1', 'run-same-2', 'run-same-3'])
      await post({ ...wanted, tag: 'sprint-13-never' }, { at, key })
    const said = (await refusals()).slice(before)
    expect(said).toHaveLength(2)
    expect(said.join()).toMatch(/422 image-unknown.*401 replayed/)
  })

  it('leaves nothing in the audit when strangers hammer at the door, but for a summary', async () => {
    const before = await recordsIn()
    await Promise.all(Array.from({ length: 80 }, () => post(wanted, { secret: 'x'.repeat(40) })))
    await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${sandbox.botUrl}${slackPath}`, { method: 'POST', body: 'x' })),
    )
    expect(await recordsIn()).toEqual(before)
    expect(await unsigned('unsigned')).toBeGreaterThanOrEqual(20)
    await sandbox.bot.stop()
    const [summary, ...others] = (await recordsIn()).slice(before.length)
    expect(others).toEqual([])
    expect(summary).toMatchObject({ kind: 'refused', actor: 'nobody', origin: 'http' })
    expect(summary?.summary).toMatch(/^\d+ requests without a valid signature refused \(/)
    expect(summary?.summary).toMatch(/hooks signature-wrong \d+/)
    expect(summary?.summary).toMatch(/slack unsigned 20\b/)
  })
})
