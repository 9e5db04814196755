import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const topic = 'arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts'
const alarm = 'ohmycoins-prod-rds-cpu-utilization'

describe('alarms over SNS', () => {
  let sandbox: Sandbox
  /** Every address that was asked for besides the APIs. */
  const fetched: string[] = []
  beforeAll(async () => {
    // The certificate's address is the real one; what lies there is the simulated account's.
    const get = async (address: Parameters<typeof fetch>[0]): Promise<Response> => {
      fetched.push(String(address))
      const text = sandbox.account.world.certificateAt(String(address))
      return new Response(text ?? 'nothing', { status: text === undefined ? 404 : 200 })
    }
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nalerts:\n  topics: [${topic}]\n`,
      bot: { fetch: get },
    })
  })
  afterAll(() => sandbox.stop())

  const world = () => sandbox.account.world
  const seen = (words: string) =>
    sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes(words))
  const post = async (body: string) => {
    const headers = { 'content-type': 'text/plain; charset=UTF-8' }
    return (await fetch(`${sandbox.botUrl}/hooks/sns`, { method: 'POST', body, headers })).status
  }
  const refusedFor = async (reason: string) => {
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
    const counted = metrics
      .split('\n')
      .find((line) => line.startsWith('ohmy_unsigned_requests_total{') && line.includes(`"${reason}"`))
    return Number(counted?.split(' ').at(-1) ?? 0)
  }
  const rings = (name: string) =>
    JSON.stringify({
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`,
      NewStateValue: 'ALARM',
      NewStateReason: 'a forged <!channel> reason',
      StateChangeTime: new Date().toISOString(),
    })

  it('come once the subscription was confirmed, which is done through the API alone', async () => {
    await world().subscribe(topic, `${sandbox.botUrl}/hooks/sns`)
    expect(world().isConfirmed(topic)).toBe(true)
    expect(sandbox.account.calls.count('ConfirmSubscription')).toBe(1)
    expect(fetched.filter((address) => !address.endsWith('.pem'))).toEqual([])
  })

  it.each(['1', '2'] as const)('signed in version %s ring, and are good again', async (version) => {
    world().setSignatureVersion(version)
    world().setAlarm(alarm, 'ALARM', `by hand, signed in version ${version}`)
    const told = await seen(`signed in version ${version}`)
    expect(told.text).toContain('🔴 rds-cpu-utilization is in ALARM')
    world().setAlarm(alarm, 'OK')
    await until('it to be good again', () =>
      sandbox.workspace
        .messages('alerts')
        .some(({ ts, text }) => ts === told.ts && text.includes('Good again after')),
    )
  })

  it('ring too where EventBridge tells the topic', async () => {
    const name = 'ohmycoins-prod-redis-evictions'
    const told = {
      ...{
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        time: new Date().toISOString(),
      },
      resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
      detail: {
        alarmName: name,
        state: { value: 'ALARM', reason: 'told by a rule', timestamp: new Date().toISOString() },
      },
    }
    expect(await post(world().signed(topic, JSON.stringify(told)))).toBe(200)
    expect((await seen('told by a rule')).text).toContain('redis-evictions is in ALARM')
  })

  it('of which only one certificate was fetched, from the address that SNS uses', () => {
    expect(fetched).toEqual([
      expect.stringMatching(/^https:\/\/sns[.]ap-southeast-2[.]amazonaws[.]com\/SimpleNotificationService-/),
    ])
  })

  const forged = 'ohmycoins-prod-forged'
  it.each([
    ['forged', 'signature-wrong', () => world().signed(topic, rings(forged), {}, 'somebody')],
    [
      'changed on its way',
      'signature-wrong',
      () => world().signed(topic, rings('ohmycoins-prod-other')).replace('prod-other', 'prod-forged'),
    ],
    [
      'of a topic that is not named',
      'topic-unknown',
      () => world().signed(`${topic}-foreign`, rings(forged)),
    ],
    [
      'two hours old',
      'stale',
      () =>
        world().signed(topic, rings(forged), { Timestamp: new Date(Date.now() - 7_200_000).toISOString() }),
    ],
    [
      'with a certificate of its own',
      'certificate-foreign',
      () => world().signed(topic, rings(forged), { SigningCertURL: 'https://sns.evil.example/key.pem' }),
    ],
    ['no message at all', 'not-sns', () => 'not <!channel> JSON'],
  ])('%s are refused and counted: %s', async (_, reason, message) => {
    const before = await refusedFor(reason)
    expect(await post(message())).toBeGreaterThanOrEqual(400)
    expect(await refusedFor(reason)).toBe(before + 1)
  })

  it('that are larger than any notification of SNS are refused before they are read', async () => {
    const before = await refusedFor('body-too-large')
    expect(await post(world().signed(topic, `${rings(forged)}${' '.repeat(800_000)}`))).toBe(413)
    expect(await refusedFor('body-too-large')).toBe(before + 1)
  })

  it('that are replayed change nothing more', async () => {
    const message = world().signed(topic, rings('ohmycoins-prod-replayed'))
    expect(await post(message)).toBe(200)
    const told = await seen('replayed is in ALARM')
    expect(await post(message)).toBe(200)
    const events = async () => {
      const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
      return /^ohmy_alert_events_total\{outcome="begun"\} (\d+)/m.exec(metrics)?.[1]
    }
    const before = await events()
    expect(await post(message)).toBe(200)
    expect(await events()).toBe(before)
    expect(told.text).not.toContain('rang 2 times')
  })

  it('that were refused are shown nowhere', () => {
    const shown = sandbox.workspace.messages('alerts').map(({ text }) => text)
    expect(shown.filter((text) => /forged is|prod-other|channel> JSON/.test(text))).toEqual([])
  })
})
