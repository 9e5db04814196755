import { approver, requester } from '../../sandbox/people.js'
import { until } from '../support/until.js'
import type { FlowKind, Scene } from './flow-kind.js'

const scenes: Readonly<Record<string, Scene>> = {
  'a person who waits for a lock': {
    prepare: async ({ world: { workspace }, say }) => {
      const said = (words: string) =>
        workspace.messages('devops').filter(({ text }) => text.includes(words)).length
      const before = { locked: said('is locked'), promised: said('You are told here') }
      await say(requester, '/ohmy lock backend staging --reason "measuring"')
      await until('the lock', () => said('is locked') > before.locked)
      await say(approver, '/ohmy tell-me backend staging --again "scale backend 2 staging"')
      await until('the promise', () => said('You are told here') > before.promised)
      return { say: () => workspace.say(requester, 'devops', '/ohmy unlock backend staging') }
    },
    about: 'nothing keeps backend in staging',
    ended: ['from being changed any more', 'scale backend 2 staging'],
    changes: {},
    messages: 1,
    hit: ['written free', 'settled'],
    diesAt: ['written free', 'settled'],
  },
}

export const waits: FlowKind = { kind: 'wait', stages: [{ name: 'somebody waits', scenes }] }
