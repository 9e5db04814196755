import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'

/** Vera looks at staging alone. */
const stagingOnly = (yaml: string) =>
  yaml
    .replace('users: [U0VIEWERS] # Vera', 'users: [U0VIEWERS]\n    environments: [staging]')
    .concat(`\nalerts:\n  queue: ${queue}\n`)

describe('who may look at one environment alone', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: stagingOnly })
  })
  afterAll(() => sandbox.stop())

  const shows = (channel: string, words: string | RegExp, person = requester) =>
    until(`${words} in ${channel}`, () =>
      sandbox.workspace
        .messages(channel, person)
        .find(({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text))),
    )

  it('learns from an incident about none what was done there, and nothing of the others', async () => {
    const { workspace, bot } = sandbox
    await workspace.say(viewer, 'devops', '/ohmy incident open "All is slow" --sev 3')
    const record = await until('the incident', async () => (await bot.incidents.list(0))[0])
    await workspace.say(requester, 'devops', '/ohmy lock production --reason "Codename Falcon"')
    await workspace.say(requester, 'devops', '/ohmy lock staging --reason "Load test"')
    const told = async (by: typeof viewer) => {
      const caller = { ...record.caller, id: by.slackId, name: by.name }
      const lines = await bot.incidents.timeline(record, caller)
      const { tried, changed } = await bot.incidents.briefing(record, caller)
      const { content } = await bot.incidents.review(record, caller)
      return JSON.stringify([lines, tried, changed, content])
    }
    await until('both locks', async () => /Falcon[^]+Load test/.test(await told(requester)))
    expect(await told(viewer)).toContain('Load test')
    expect(await told(viewer)).not.toContain('Falcon')
  })

  it('opens no incident for an alert of another, and is told nothing of it by the form', async () => {
    const { workspace, account, bot } = sandbox
    account.world.setAlarm('ohmycoins-prod-alb-5xx-errors', 'ALARM', 'Somebody tries')
    const alert = await shows('alerts', 'alb-5xx-errors')
    await workspace.say(requester, 'devops', '/ohmy alert list production')
    const id = /alert-[a-z0-9]{7}/.exec((await shows('devops', /alert-[a-z0-9]{7}/)).text)?.[0] ?? alert.text
    for (const rest of ['', ' "Mine" --sev 3 staging']) {
      await workspace.say(viewer, 'devops', `/ohmy incident open${rest} --for ${id}`)
    }
    await until(
      'both to be refused',
      () =>
        workspace
          .messages('devops', viewer)
          .filter(({ text }) => text.includes('`incident` in production takes the role viewer')).length === 2,
    )
    expect(await bot.incidents.list(0)).toHaveLength(1)
  })

  it('sees no lock and no freeze of another', async () => {
    const { workspace } = sandbox
    await workspace.say(requester, 'devops', '/ohmy lock production --reason "Codename Eagle"')
    await shows('devops', /locked.*Codename Eagle|Codename Eagle/s)
    await workspace.say(viewer, 'devops', '/ohmy locks')
    const list = await until('the list', () =>
      workspace
        .messages('devops', viewer)
        .findLast(({ text }) => /staging/.test(text) && /[Ll]ocks/.test(text)),
    )
    expect(list.text).not.toContain('Eagle')
    expect(list.text).not.toContain('production')
  })

  it('sees no page of another', async () => {
    const { workspace } = sandbox
    await workspace.say(requester, 'devops', '/ohmy page "Falcon is down" production')
    await shows('devops', 'Falcon is down')
    await workspace.say(viewer, 'devops', '/ohmy page "Tests hang" staging')
    await shows('devops', 'Tests hang')
    await workspace.say(viewer, 'devops', '/ohmy page list')
    const list = await shows('devops', 'Pages of the last seven days', viewer)
    expect(list.text).toContain('Tests hang')
    expect(list.text).not.toContain('Falcon')
  })
})
