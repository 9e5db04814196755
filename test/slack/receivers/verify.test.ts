import { describe, expect, it } from 'vitest'
import { createReplayMemory } from '../../../src/slack/receivers/replays.js'
import { sign, verify } from '../../../src/slack/receivers/verify.js'

const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5'
const now = 1_800_000_000_000
const body = Buffer.from('token=x&command=%2Fohmy&text=status')

function verified(seconds: number, changes: Partial<Parameters<typeof verify>[0]> = {}) {
  const timestamp = String(now / 1_000 + seconds)
  return verify({
    signingSecret,
    body,
    timestamp,
    signature: sign(signingSecret, timestamp, body),
    now,
    ...changes,
  })
}

describe('a signature', () => {
  it("is computed as in Slack's documentation", () => {
    // The example of https://docs.slack.dev/authentication/verifying-requests-from-slack
    const example =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    expect(sign(signingSecret, '1531420618', example)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    )
  })

  it.each([
    [0, 'genuine'],
    [-299, 'genuine'],
    [299, 'genuine'],
    [-301, 'stale'],
    [301, 'from the future'],
    [31_536_000, 'from the future'],
  ])('dated %i seconds from now is %s', (seconds, expected) => {
    expect(verified(seconds)).toBe(expected)
  })

  it('of another body, secret or length is forged', () => {
    expect(verified(0, { body: Buffer.from('text=scale') })).toBe('forged')
    expect(verified(0, { signingSecret: 'another' })).toBe('forged')
    expect(verified(0, { signature: 'v0=' })).toBe('forged')
    expect(verified(0, { signature: 'v0=é' })).toBe('forged')
  })

  it.each([undefined, '', 'NaN', '1e9', '-1', '17 '])('with the timestamp %j is unsigned', (timestamp) => {
    expect(verified(0, { timestamp })).toBe('unsigned')
  })

  it('opens the door once', () => {
    const replays = createReplayMemory()
    expect(replays.first('v0=a', now)).toBe(true)
    expect(replays.first('v0=b', now)).toBe(true)
    expect(replays.first('v0=a', now + 599_000)).toBe(false)
  })

  it('is forgotten when it would be refused for its age anyway, so that memory stays small', () => {
    const replays = createReplayMemory()
    replays.first('v0=a', now)
    expect(replays.first('v0=a', now + 600_001)).toBe(true)
  })
})
