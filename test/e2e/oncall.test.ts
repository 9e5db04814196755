import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** Everybody's turn is a week; whoever is first today depends on the day, so the tests read it from the answer. */
describe('who is on call', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const seen = (words: string | RegExp, channel = 'devops') =>
    sandbox.workspace.waitForMessage(channel, ({ text }) =>
      typeof words === 'string' ? text.includes(words) : words.test(text),
    )

  /** The channel of the direct message with a person. */
  const directMessage = (person: Person) =>
    sandbox.workspace.state().channels.find(({ directMessageWith }) => directMessageWith === person.slackId)
      ?.id ?? ''

  it('is told by name, with until when and who is next', async () => {
    await say('/ohmy oncall')
    const { text } = await seen('Primary:')
    expect(text).toMatch(
      /Primary: (Rita Requester until Mon .+ 09:00, then Aaron Approver|Aaron Approver until Mon .+ 09:00, then Rita Requester)/,
    )
    expect(text).toContain('Times are those of Australia/Sydney.')
  })

  it('is told for four weeks, one line a hand-over', async () => {
    await say('/ohmy oncall next')
    const { text } = await seen('On call in the next four weeks')
    expect(
      text.match(/^Mon .+ 09:00 — primary (Rita|Aaron) \w+, secondary (Rita|Aaron) \w+$/gm)?.length,
    ).toBeGreaterThanOrEqual(3)
  })

  it('changes until a moment when somebody stands in, and says who said it; nobody is mentioned', async () => {
    await say('/ohmy oncall override @vera until Mon 10:00 --reason "dentist <!here>"')
    const said = await seen('Vera Viewer is primary until Mon')
    expect(said.text).toContain('Said by Rita Requester')
    expect(JSON.stringify(said.blocks)).not.toContain('<!here>')
    await say('/ohmy oncall')
    const now = await seen('Primary: Vera Viewer')
    expect(now.text).toContain('stands in, said by Rita Requester')
    for (const { blocks } of sandbox.workspace.messages('devops'))
      expect(JSON.stringify(blocks)).not.toMatch(/<@/)
  })

  it.each([
    ['/ohmy oncall override @nobody until 18:00', '`@nobody` is not in the rotation.'],
    ['/ohmy oncall override @vera until later', '`later` is no moment.'],
    ['/ohmy oncall override @vera until 2020-01-01T10:00', 'That moment is over.'],
    ['/ohmy oncall override @vera until 2h --layer third', 'There is no layer `third`.'],
    ['/ohmy oncall swap @rita', 'That is you.'],
    ['/ohmy oncall swap @aaron 2020-01-01', 'That moment is over.'],
    ['/ohmy oncall swap @aaron 2099-01-01', 'That is more than a year ahead.'],
    ['/ohmy oncall swap @aaron whenever', '`whenever` is no moment.'],
  ])('%s is refused with what to say instead', async (line, words) => {
    await say(line)
    await seen(words)
  })

  it('changes when two swap: the other one agrees by a button, and both pressing at once count once', async () => {
    await say('/ohmy oncall swap @aaron')
    const asked = await seen('Will you swap? Rita Requester ↔ Aaron Approver')
    const direct = await sandbox.workspace.waitForMessage(directMessage(approver), ({ text }) =>
      text.includes('Will you swap?'),
    )
    await sandbox.workspace.click(viewer, asked, 'Agree')
    await seen('Only Aaron Approver can agree to it.')
    await Promise.all([
      sandbox.workspace.click(approver, asked, 'Agree'),
      sandbox.workspace.click(approver, direct, 'Agree'),
    ])
    await seen('Swapped Rita Requester ↔ Aaron Approver')
    await sandbox.workspace.waitForMessage(directMessage(approver), ({ text }) => text.includes('Swapped'))
    await say('/ohmy oncall next')
    await seen(/Rita Requester and Aaron Approver have swapped/)
    await say(`/ohmy oncall decline ${/swap-\w{7}/.exec(asked.text)?.[0]}`, requester)
    await seen('Aaron Approver has agreed already.')
  })

  it('swaps the turns of a day ahead where one is said', async () => {
    const day = new Date(Date.now() + 45 * 24 * 3_600_000)
    await say(`/ohmy oncall swap @aaron ${day.toISOString().slice(0, 10)}`)
    const { text } = await seen(/Will you swap\? Rita Requester ↔ Aaron Approver/)
    const [, first = ''] = /\n(Mon .+?) – /.exec(text) ?? []
    const words = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
    const days = [-7, -6, -5, -4, -3, -2, -1, 0, 1].map((shift) =>
      words.format(new Date(day.getTime() + shift * 24 * 3_600_000)),
    )
    expect(days.some((one) => first.includes(one))).toBe(true)
    await say(`/ohmy oncall decline ${/swap-\w{7}/.exec(text)?.[0]}`)
    await seen('Not swapped')
  })
})
