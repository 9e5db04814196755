import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { buildBot } from '../../sandbox/bot.js'
import { approver, credentials, requester } from '../../sandbox/people.js'
import { anchorEvent } from '../../src/slack/audit-channel.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

describe('an audit whose store somebody writes to', () => {
  let sandbox: Sandbox
  let bot: Sandbox['bot']
  beforeAll(async () => {
    sandbox = await startSandbox()
    bot = sandbox.bot
  })
  afterAll(async () => {
    await bot.stop()
    await sandbox.stop()
  })

  const anchors = () => sandbox.workspace.messages('ohmy-audit', requester)
  const inRedis = <Found>(look: Parameters<typeof inStore<Found>>[1]) => inStore(sandbox.store.url, look)

  /** What somebody is shown after they said something. */
  async function answerTo(person: typeof requester, text: string, about: string) {
    const since = sandbox.workspace.messages('devops', person).length
    await sandbox.workspace.say(person, 'devops', text)
    const answers = () => sandbox.workspace.messages('devops', person).slice(since)
    return until(`an answer to ${text}`, () => answers().find((answer) => answer.text.includes(about)))
  }

  async function again(): Promise<void> {
    await bot.stop()
    bot = await buildBot(sandbox.environment, { timeScale: 1 / 200 })
    sandbox.botListensOn(await bot.start())
  }

  it('is red and stays red after the next record, and nothing is changed any more', async () => {
    await answerTo(requester, '/ohmy scale frontend 2 staging', '— Done')
    await answerTo(approver, '/ohmy audit verify', '✅ The audit is whole, as far as the store shows')
    const changes = sandbox.account.calls.count('UpdateService')
    await inRedis((redis) => redis.del(keys.audit, keys.auditHead))
    await answerTo(approver, '/ohmy audit verify', '🔴')
    await answerTo(requester, '/ohmy status staging', 'staging is')
    await answerTo(approver, '/ohmy audit verify', '🔴')
    const refused = await answerTo(
      requester,
      '/ohmy scale frontend 1 staging',
      'not there as ohmy has seen it',
    )
    expect(refused.text).toContain('Nothing is recorded or changed until somebody has looked')
    expect(sandbox.account.calls.count('UpdateService')).toBe(changes)
    expect(await inRedis((redis) => redis.exists(keys.audit))).toBe(0)
  })

  it('is compared with a message that the store cannot change, also by a process that has just started', async () => {
    await again()
    await answerTo(requester, '/ohmy status staging', 'staging is')
    await again()
    const [anchor] = await until('an anchor', () => anchors().length > 0 && anchors())
    const payload = anchor?.metadata as { event_payload: { number: number; hash: string } }
    const { number, hash } = payload.event_payload
    expect(payload).toMatchObject({ event_type: anchorEvent })
    expect(anchor?.text).toContain(`${number}:${hash}`)
    expect(await inRedis((redis) => redis.hget(keys.auditHead, 'hash'))).toBe(hash)
    const whole = await answerTo(approver, `/ohmy audit verify --anchor ${number}:${hash}`, '✅')
    expect(whole.text).toMatch(/It fits the anchor of \d{4}-\d\d-\d\d in the audit channel: record \d+\./)
    expect(whole.text).toContain(`It fits the hash that you gave of record ${number}.`)

    await inRedis((redis) => redis.del(keys.audit, keys.auditHead))
    await again()
    for (let round = 0; round < number + 1; round += 1)
      await answerTo(requester, '/ohmy status staging', 'staging is')
    const red = await answerTo(approver, '/ohmy audit verify', '🔴')
    expect(red.text).toMatch(
      /Record \d+ is not the one that the message of \d{4}-\d\d-\d\d in the audit channel names: the chain was rewritten\./,
    )
    const given = await answerTo(
      approver,
      `/ohmy audit verify --anchor ${number}:${hash}`,
      'you gave: the chain',
    )
    expect(given.text).toContain('🔴')
    await answerTo(
      approver,
      '/ohmy audit verify --anchor 3:abc',
      'is not the number and the hash of a record',
    )
  })

  it('is not compared with an anchor that was edited, and says so', async () => {
    const [anchor] = anchors()
    const post = (method: string, content: object) =>
      fetch(`${sandbox.workspace.apiUrl}${method}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${credentials.botToken}`,
        },
        body: JSON.stringify(content),
      }).then((answer) => answer.json())
    const edited = await post('chat.update', {
      channel: anchor?.channel,
      ts: anchor?.ts,
      text: 'all is well',
    })
    expect(edited).toMatchObject({ ok: true })
    const verdict = await answerTo(approver, '/ohmy audit verify', 'audit')
    expect(verdict.text).toContain('One anchor was edited in the audit channel')
  })
})
