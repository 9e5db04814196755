import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import { startPagerDuty } from '../support/pager-duty.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'

const pagerDuty = await startPagerDuty()
const backend = 'ohmycoins-staging-backend'

function configuration(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ohmy-change-events-')), 'ohmy.yaml')
  writeFileSync(path, `${readFileSync(sandboxConfig, 'utf8')}\npagerDuty: { changes: [staging] }\n`)
  return path
}

const toldOf = (round: Round) => {
  const [operation = 'none'] = /op-[a-z0-9]{7}/.exec(round.cards()[0]?.text ?? '') ?? []
  const told = pagerDuty.changes.filter(({ payload }) => payload.custom_details?.['operation'] === operation)
  // They have no key: one that was sent right before a death is sent again.
  return [...new Set(told.map(({ payload }) => payload.custom_details?.['phase']))]
}

const scenes: Readonly<Record<string, Scene>> = {
  'a scale that PagerDuty is told of': {
    ...{ about: 'Scale ', messages: 1, changes: { UpdateService: 1 } },
    prepare: async (round) => {
      const { account, workspace } = round.world
      const to = account.world.service(backend).desiredCount === 1 ? 2 : 1
      return {
        say: () => workspace.say(requester, 'devops', `/ohmy scale backend ${to} staging`),
        check: () => expect(toldOf(round)).toEqual(['started', 'ended']),
      }
    },
    ended: ['— Done'],
    hit: ['pagerduty change', 'written told', 'settled'],
    diesAt: ['planned again', 'pagerduty change', 'written told', 'shown', 'settled'],
  },
}

export const changeEvents: FlowKind = {
  kind: 'pagerduty.change',
  stages: [
    {
      name: 'an operation',
      scenes,
      environment: {
        OHMY_CONFIG: configuration(),
        PAGERDUTY_ROUTING_KEY: 'k'.repeat(32),
        PAGERDUTY_URL: pagerDuty.url,
      },
    },
  ],
}
