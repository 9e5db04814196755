import { expect } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import type { FlowKind, Scene } from './flow-kind.js'

/** It looks every other moment, and might die of that before the word is said: only these checkpoints are of the word. */
const ofStop = ['said', 'requested', 'settled']
const followed = { about: 'backend in staging', changes: {}, messages: 1 }
const stopped = ['Followed backend in staging', 'stopped by Vera Viewer']

const follows: Readonly<Record<string, Scene>> = {
  'a followed log': {
    ...followed,
    prepare: async ({ world }) => ({
      say: () => world.workspace.say(viewer, 'devops', '/ohmy logs backend staging --follow 5m'),
    }),
    besides: async ({ world, card, cards, insist }) => {
      const following = await card('Following backend in staging until')
      await insist(
        () => world.workspace.click(viewer, following, 'Stop'),
        () => cards().some(({ text }) => text.includes('stopped by Vera Viewer')),
      )
    },
    ended: stopped,
    hit: ['recorded', 'taken', 'looked', 'shown stopped', 'settled'],
  },
  'Stop of a followed log': {
    ...followed,
    prepare: async ({ world, say, card }) => {
      await say(viewer, '/ohmy logs backend staging --follow 5m')
      const following = await card('Following backend in staging until')
      return { say: () => world.workspace.click(viewer, following, 'Stop') }
    },
    ended: stopped,
    hit: ofStop,
    diesAt: ofStop,
  },
}

const queries: Readonly<Record<string, Scene>> = {
  'a log query': {
    prepare: async ({ world: { workspace } }) => {
      // The whole result as a file, or that it did not get here: AWS may not answer when it is fetched.
      const files = () =>
        workspace
          .messages('devops')
          .filter(({ files: some = [], text }) => some.length > 0 || text.includes('did not get here')).length
      const before = files()
      return {
        say: () => workspace.say(viewer, 'devops', '/ohmy logs backend staging --query errors'),
        check: () => expect(files()).toBeGreaterThan(before),
      }
    },
    about: 'errors, backend in staging',
    ended: ['scanned'],
    changes: { StartQuery: 1 },
    messages: 1,
    hit: ['recorded', 'taken', 'looked', 'written running', 'shown done', 'settled'],
    // The first look starts it, a later one finds what came of it.
    turning: (checkpoint) => checkpoint === 'written running',
  },
}

export const followedLogs: FlowKind = {
  kind: 'logs.follow',
  stages: [{ name: 'a tail', scenes: follows }],
}

export const logQueries: FlowKind = {
  kind: 'logs.query',
  stages: [{ name: 'a scan', scenes: queries, speed: 1 }],
}
