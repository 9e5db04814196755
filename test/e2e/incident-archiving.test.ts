import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

/** A day is 8 s here: it is said after 4 s of quiet, and done after 8 s. */
const timeScale = 8_000 / 86_400_000

describe('the channel of an incident that is over', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nincidents: { archiveAfter: 1d }\n`,
      bot: { timeScale },
    })
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, text: string, person = requester) =>
    sandbox.workspace.say(person, channel, text)
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  /** Opens one and has it closed. */
  async function over(
    title: string,
  ): Promise<{ readonly id: string; readonly channel: string; readonly slackId: string }> {
    await say('devops', `/ohmy incident open "${title}" --sev 3 staging`)
    const { text } = await shows('devops', title, '→')
    const id = /inc-[a-hj-km-np-z2-9]{7}\b/.exec(text)?.[0] ?? ''
    const found = await until('its channel', () =>
      sandbox.workspace
        .state()
        .channels.find(({ name }) => name.endsWith(title.toLowerCase().replaceAll(' ', '-'))),
    )
    await say(found.name, '/ohmy incident resolve --cause "a loop" --impact "none"')
    await until('its review', () =>
      sandbox.workspace.messages(found.name).find(({ files = [] }) => files.length > 0),
    )
    return { id, channel: found.name, slackId: found.id }
  }

  const archivings = (slackId: string) =>
    sandbox.workspace.calls.filter(
      ({ method, args }) => method === 'conversations.archive' && args['channel'] === slackId,
    )
  const lines = (channel: string) =>
    sandbox.workspace.messages(channel).filter(({ text }) => /🗄️|📌/u.test(text))
  const archive = (slackId: string) =>
    fetch(`${sandbox.workspace.apiUrl}conversations.archive?channel=${slackId}`, {
      headers: { authorization: `Bearer ${credentials.botToken}` },
    })

  it('is archived after its time, said once before; it stays where somebody writes, keeps it or reopens it', async () => {
    const [left, used, kept, reopened, gone] = await Promise.all(
      ['Left alone', 'Used again', 'Kept by hand', 'Not over', 'Gone already'].map(over),
    )
    if (!left || !used || !kept || !reopened || !gone) throw new Error('five were opened')
    await archive(gone.slackId)
    await Promise.all([
      shows(used.channel, 'This channel is archived').then(() =>
        say(used.channel, 'one more thing about this', viewer),
      ),
      shows(kept.channel, 'This channel is archived').then((line) =>
        sandbox.workspace.click(approver, line, 'Keep it'),
      ),
      shows(reopened.channel, 'This channel is archived').then(() =>
        say(reopened.channel, '/ohmy incident reopen'),
      ),
    ])
    await shows(left.channel, 'this channel is archived', 'Commander')
    await until('the archive', () => archivings(left.slackId).some(({ outcome }) => outcome === 'ok'))
    expect(lines(left.channel)).toHaveLength(1)
    // Nobody led it: asked for once, and nobody is mentioned for that or for the archive.
    const all = sandbox.workspace.messages(left.channel).filter(({ blocks }) => blocks.length > 0)
    expect(all.filter(({ text }) => text.includes('Nobody leads yet'))).toHaveLength(1)
    expect(all.flatMap(({ pings }) => pings)).toEqual([])
    await shows(used.channel, 'in use again')
    await shows(kept.channel, 'Aaron Approver keeps this channel: it is not archived')
    await shows(reopened.channel, 'in use again')
    const { slackId } = used
    // Quiet once more, it is said anew, and archived.
    await until(
      'the archive after all',
      () => archivings(slackId).some(({ outcome }) => outcome === 'ok'),
      60_000,
    )
    expect(lines(used.channel).map(({ text }) => text.includes('in use again'))).toEqual([true, false])
    expect(archivings(kept.slackId)).toEqual([])
    expect(archivings(reopened.slackId)).toEqual([])
    // Ours alone: what somebody has archived is not archived again, and nothing is said there.
    expect(archivings(gone.slackId)).toHaveLength(1)
    expect(lines(gone.channel)).toEqual([])
    await say(kept.channel, '/ohmy incident keep')
    expect(archivings(left.slackId)).toHaveLength(1)
  })

  it('stays where Slack does not let ohmy archive it; the header says so, and a later try counts', async () => {
    sandbox.workspace.faults.refuse({ method: 'conversations.archive', error: 'restricted_action' })
    const { channel, slackId } = await over('Not allowed')
    await shows(channel, 'Not allowed', 'archive the channel (restricted_action)', 'Commander')
    await shows(channel, 'The header says why it is not')
    await say(channel, '/ohmy incident archive')
    await until('the archive', () => archivings(slackId).some(({ outcome }) => outcome === 'ok'))
    expect(lines(channel).filter(({ text }) => text.includes('was to be archived'))).toHaveLength(1)
  })
})
