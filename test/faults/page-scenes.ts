import { expect } from 'vitest'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { startPagerDuty } from '../support/pager-duty.js'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene, Stage } from './flow-kind.js'

const about = 'A call through deaths'
/** Every alert of it is asked for in every round. */
const pagerDuty = await startPagerDuty()
const folder = mkdtempSync(join(tmpdir(), 'ohmy-pages-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Rita is always first and Aaron behind her; `within` is what each of them is given. */
function configWith(name: string, [first, second]: readonly [string, string]): string {
  const yaml = readFileSync(sandboxConfig, 'utf8')
    .replace('primary: [U0REQUEST, U0APPROVE]', 'primary: [U0REQUEST]')
    .replace('secondary: [U0APPROVE, U0REQUEST]', 'secondary: [U0APPROVE]')
    .replace('{ to: primary, within: 15m }', `{ to: primary, within: ${first} }`)
    .replace('{ to: secondary, within: 30m }', `{ to: secondary, within: ${second} }`)
    .replace(/ *- \{ to: tech lead.*\n/, '')
  const path = join(folder, `${name}.yaml`)
  writeFileSync(path, yaml)
  return path
}

const begin = (round: Round) => round.say(viewer, `/ohmy page "${about}" staging`)

async function called(round: Round): Promise<MessageRecord> {
  await begin(round)
  const card = await round.card('somebody has to answer')
  await round.putOff()
  return card
}

/** How often each of them was told of this page in their own messages. */
function toldDirectly(round: Round): { readonly U0REQUEST: number; readonly U0APPROVE: number } {
  const id = idOf(round)
  return { U0REQUEST: directly(round, requester, id), U0APPROVE: directly(round, approver, id) }
}

function idOf(round: Round): string {
  return /page-[a-z0-9]{7}/.exec(round.cards()[0]?.text ?? '')?.[0] ?? 'no page'
}

function directly({ world: { workspace } }: Round, { slackId }: Person, id: string): number {
  const { channels } = workspace.state()
  const channel = channels.find(({ directMessageWith }) => directMessageWith === slackId)?.id ?? ''
  return workspace.messages(channel).filter(({ text }) => text.includes(id)).length
}

const onlyTheFirst = { U0REQUEST: 1, U0APPROVE: 0 }

const answered: Readonly<Record<string, Scene>> = {
  'a page that begins': {
    about,
    messages: 1,
    changes: {},
    prepare: async (round) => ({ say: () => begin(round) }),
    ended: ['somebody has to answer', 'primary: @U0REQUEST'],
    hit: ['recorded', 'requested', 'taken', 'told'],
    waits: true,
    after: async (round) => {
      // It waits for people, so it is not at rest yet when its message is there.
      await round.putOff()
      await until('the direct message', () => toldDirectly(round).U0REQUEST === 1)
      expect(toldDirectly(round)).toEqual(onlyTheFirst)
      const card = await round.card('somebody has to answer')
      // A store that is away has one press again.
      await round.insist(
        () => round.world.workspace.click(requester, card, 'Ack'),
        () => round.cards().some(({ text }) => text.includes('Rita Requester has it')),
      )
    },
  },
  Ack: {
    about,
    messages: 1,
    changes: {},
    prepare: async (round) => {
      const card = await called(round)
      return {
        say: () => round.world.workspace.click(requester, card, 'Ack'),
        check() {
          expect(toldDirectly(round)).toEqual(onlyTheFirst)
          expect(pagerDuty.alerts()[idOf(round)]).toEqual(['trigger', 'acknowledge', 'resolve'])
        },
      }
    },
    ended: ['Rita Requester has it'],
    hit: [
      'said',
      'requested',
      'taken',
      'told end',
      'recorded end',
      'pagerduty acknowledge',
      'pagerduty resolve',
    ],
  },
}

const unanswered: Readonly<Record<string, Scene>> = {
  'an escalation, to the end': {
    about,
    // The page, and that nobody has answered.
    messages: 2,
    changes: {},
    prepare: async (round) => ({
      say: () => begin(round),
      check() {
        expect(toldDirectly(round)).toEqual({ U0REQUEST: 1, U0APPROVE: 1 })
        const page = round.cards().find(({ text }) => text.includes('Called\n'))
        const replies = round.world.workspace
          .messages('devops')
          .filter(({ threadTs }) => threadTs !== undefined && threadTs === page?.ts)
        expect(replies.map(({ text }) => text)).toEqual([expect.stringContaining('Secondary: @U0APPROVE')])
      },
    }),
    ended: ['Nobody has answered'],
    hit: ['requested', 'taken', 'told', 'written calling', 'written unanswered', 'told end', 'recorded end'],
    turning: (checkpoint) => checkpoint === 'written calling',
  },
}

const stage = (name: string, scenes: Stage['scenes'], within: readonly [string, string]): Stage => ({
  name,
  scenes,
  environment: {
    OHMY_CONFIG: configWith(name, within),
    PAGERDUTY_ROUTING_KEY: 'k'.repeat(32),
    PAGERDUTY_URL: pagerDuty.url,
  },
})

export const pages: FlowKind = {
  kind: 'page',
  outcomeIn: ({ kind, operation }) => (kind === 'page ended' ? operation : undefined),
  stages: [
    stage('answered', answered, ['23h', '24h']),
    // At the speed of the table a minute is less than a fifth of a second: a death lasts longer.
    stage('unanswered', unanswered, ['8m', '16m']),
  ],
}
