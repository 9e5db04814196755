import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const password = 'the-password-of-the-board-in-this-test'

describe('the board', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const hash = createHash('sha256').update(password).digest('hex')
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nqueueBoard:\n  tokens: ['${hash}']\n` })
  })
  afterAll(() => sandbox.stop())
  const get = (authorization?: string, method = 'GET') =>
    fetch(`${sandbox.botUrl}/board`, {
      method,
      headers: authorization === undefined ? {} : { authorization },
    })
  const basic = (words: string) => `Basic ${Buffer.from(words).toString('base64')}`

  it('opens for its password alone', async () => {
    const asked = await get()
    expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="ohmy", charset="UTF-8"',
    ])
    const wrong = [
      basic('ohmy:'),
      basic(`ohmy:${password}x`),
      basic(password.slice(1)),
      `Bearer ${password}x`,
      'Basic !',
    ]
    for (const words of wrong) expect((await get(words)).status).toBe(401)
    for (const words of [basic(`anybody:${password}`), `Bearer ${password}`])
      expect((await get(words)).status).toBe(200)
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
    expect(metrics).toMatch(/ohmy_unsigned_requests_total\{endpoint="board",reason="token-wrong"\} 3/)
  })

  it('shows what waits, and nothing that somebody wrote', async () => {
    await sandbox.workspace.say(
      requester,
      'devops',
      '/ohmy scale backend 5 production --reason "words of rita"',
    )
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale backend in production'),
    )
    const id = /\bop-[a-z0-9]+/.exec(card.text)?.[0] ?? 'no id'
    const page = await until('the flow', async () => {
      const text = await (await get(`Bearer ${password}`)).text()
      return text.includes(id) && text
    })
    expect(page).toContain('change unapproved: 1')
    expect(page).toMatch(new RegExp(`<code>${id}</code></td><td>change</td><td>unapproved</td>`))
    expect(page).toMatch(/<code>[0-9a-f]{32}<\/code>/)
    for (const words of ['words of rita', 'Rita', requester, 'ohmycoins']) expect(page).not.toContain(words)
  })

  it('has no button and no script, and no other page may frame, keep or send it', async () => {
    const answer = await get(`Bearer ${password}`)
    expect(await answer.text()).not.toMatch(/<(?:form|button|script|a|input)\b/i)
    const policy = answer.headers.get('content-security-policy') ?? ''
    for (const words of ["default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(words)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await get(`Bearer ${password}`, 'POST')).status).toBe(405)
  })

  it('says in words why it shows nothing while the store is away, and comes back by itself', async () => {
    await sandbox.store.kill()
    const answer = await get(`Bearer ${password}`)
    expect([answer.status, answer.headers.get('refresh')]).toEqual([503, '10'])
    expect(await answer.text()).toMatch(/^What waits cannot be read: the store /)
    await sandbox.store.start()
    await until('the board', async () => (await get(`Bearer ${password}`)).status === 200)
  })
})

describe('without a password', () => {
  it('there is none', async () => {
    const sandbox = await startSandbox()
    expect((await fetch(`${sandbox.botUrl}/board`)).status).toBe(404)
    await sandbox.stop()
  })
})
