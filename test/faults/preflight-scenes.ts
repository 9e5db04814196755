import { requester, viewer } from '../../sandbox/people.js'
import type { FlowKind, Scene } from './flow-kind.js'

const looked = { about: 'staging, for backend:sprint-13-7ac41be', changes: {}, messages: 1 }
const ofLook = ['recorded', 'taken', 'looked', 'shown done']
const ofTick = ['said', 'requested']

const scenes: Readonly<Record<string, Scene>> = {
  'a look before a deployment': {
    ...looked,
    prepare: async ({ world }) => ({
      say: () =>
        world.workspace.say(viewer, 'devops', '/ohmy preflight staging --for backend:sprint-13-7ac41be'),
    }),
    // With a colon it is the verdict, whatever a slow machine kept AWS from answering in time.
    ended: ['sprint-13-7ac41be: ', 'By hand', 'Asked by Vera Viewer'],
    // So long that its text is cut: the blocks have the rest.
    unanswered: ['sprint-13-7ac41be: ', ' could not be looked at', 'characters are not shown'],
    // However often it shows what has come in, depends on the machine.
    hit: ofLook,
    diesAt: ofLook,
  },
  'a tick under it': {
    ...looked,
    prepare: async ({ world, say, card }) => {
      await say(viewer, '/ohmy preflight staging --for backend:sprint-13-7ac41be')
      const shown = await card('sprint-13-7ac41be: ', 'By hand')
      const id = /look-\w+/.exec(shown.text)?.[0] ?? ''
      return { say: () => world.workspace.click(requester, shown, 'Tick', `tick ${id} "review done"`) }
    },
    ended: ['sprint-13-7ac41be: ', '☑ review done — Rita Requester'],
    hit: ofTick,
    diesAt: ofTick,
  },
}

export const preflights: FlowKind = {
  kind: 'preflight',
  stages: [{ name: 'a look', scenes, speed: 1 }],
}
