import type { Environment } from '../src/core/environment.js'
import type { Json } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import {
  choosing,
  duration,
  environment,
  isOperationId,
  operationId,
  service,
  text,
} from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { keptFor } from '../src/changes/change-flow.js'
import type { History } from '../src/changes/history.js'
import { lockOf, serviceLock } from '../src/core/service-lock.js'
import { historyMessage } from '../src/slack/views/operations/history.js'
import { storyMessage } from '../src/slack/views/operations/story.js'
import { operationsKnown } from './choices/operations.js'

const mostShown = 20

export const history: Command = command({
  name: 'history',
  summary: 'Show what was changed, by whom and how it ended',
  examples: ['history', 'history backend production --since 7d', 'history --by rita', 'history op-7k2m9qa'],
  args: {
    operation: choosing(operationId({ summary: 'id of an operation: its whole story' }), {
      lookUp: operationsKnown,
    }).optional(),
    service: service().optional(),
    environment: environment().optional(),
    by: text({ summary: 'name or Slack id of who asked', maximum: 80 }).optional(),
    since: duration({ summary: 'how far back, at most `90d`', most: keptFor }).optional(),
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, clock, config, guide, history: past }) => {
    const zone = createZone(config.timeZone)
    const now = clock.now()
    const { environments: visible } = await guide.offer(history, caller)
    // In a cluster whose services are discovered any word may be one.
    const named =
      args.service === undefined || !isOperationId(args.service.name) ? undefined : args.service.name
    const id = args.operation ?? named
    if (id !== undefined) {
      const { record, audit } = await visibleStory(past, id, visible)
      const data = { operation: record ?? null, audit } as unknown as Json
      return { message: storyMessage(id, record, audit, zone, now), data, shownTo: 'place' }
    }
    const places = args.environment === undefined ? config.environments : [args.environment]
    const since = now - (args.since ?? keptFor)
    const found = await past.list({
      environments: places.map(({ name }) => name).filter((name) => visible.includes(name)),
      ...(args.service === undefined ? {} : { services: locksOf(args.service.name, places) }),
      ...(args.by === undefined ? {} : { by: args.by }),
      since,
      until: now,
      limit: mostShown,
    })
    const view = {
      ...found,
      where: whereOf(args.service?.name, args.environment?.name),
      ...(args.by === undefined ? {} : { by: args.by }),
      since,
    }
    return {
      message: historyMessage(view, zone, now),
      data: found as unknown as Json,
      shownTo: 'place',
    } satisfies Reply
  },
})

/**
 * An operation's story, for who may look at its environment.
 * @throws UserError `operation-not-found`
 */
export async function visibleStory(past: History, id: string, visible: readonly string[]) {
  const story = await past.story(id)
  // Who may not look at an environment learns nothing of its operations, not even that there is one.
  if (story?.environment !== undefined && visible.includes(story.environment)) return story
  const next = '`/ohmy history` lists them, for 90 days.'
  throw new UserError('operation-not-found', `There is no operation ${id}.`, next)
}

/** The service of that name in each of the environments; where they are discovered, with the prefix and as it stands. */
function locksOf(name: string, environments: readonly Environment[]): readonly string[] {
  return environments.flatMap(({ services, servicePrefix, cluster }) => {
    const known = services.find((candidate) => candidate.name === name)
    if (known !== undefined) return [serviceLock(known)]
    const names = services.length > 0 ? [`${servicePrefix}${name}`] : [`${servicePrefix}${name}`, name]
    return names.map((service) => lockOf(cluster, service))
  })
}

function whereOf(serviceName: string | undefined, environmentName: string | undefined): string {
  const place = environmentName ?? 'every environment'
  return serviceName === undefined ? place : `${serviceName} in ${place}`
}
