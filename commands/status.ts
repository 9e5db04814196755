import type { Environment } from '../src/core/environment.js'
import { inTime } from '../src/core/in-time.js'
import type { Json } from '../src/core/json.js'
import type { RunbookOffer } from '../src/core/runbook-offer.js'
import type { EnvironmentStatus } from '../src/core/status.js'
import { createZone } from '../src/core/time-zone.js'
import { environment, service } from '../src/dispatch/arguments/index.js'
import { command, type Tools } from '../src/dispatch/command.js'
import type { Library } from '../src/runbooks/library.js'
import { offerFor } from '../src/runbooks/offer.js'
import type { PausedService } from '../src/slack/views/status/paused.js'
import { statusMessage } from '../src/slack/views/status/status.js'
import { readStatus } from '../src/status/read-status.js'

export const status = command({
  name: 'status',
  summary: 'Show how an environment or a service is',
  examples: ['status', 'status staging', 'status backend production'],
  args: { service: service().optional(), environment: environment() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config, mutes, runbooks, pauses, logger }) => {
    const read = await readStatus({
      aws: aws(args.environment),
      environment: args.environment,
      ...(args.service === undefined ? {} : { service: args.service }),
      thresholds: config.thresholds,
      clock,
      mutes: () => mutes.list(),
    })
    const paused = await pausedIn(args.environment, read, { pauses, logger })
    const offer = isInTrouble(read) ? await offerIn(read, runbooks) : undefined
    return {
      message: statusMessage(read, {
        ...(offer === undefined ? {} : { offer }),
        zone: createZone(config.timeZone),
        paused,
        askedBy: caller.name,
        buttons: caller.origin !== 'terminal',
      }),
      // The status is plain data; only its type does not say so.
      data: read as unknown as Json,
      shownTo: 'place',
    }
  },
})

/** Somebody waits for the status: more than this it is not kept for what is deployed (ms). */
const pausesWithin = 2_000

/** What waits for somebody among the services that are being deployed; nothing is asked where none is. What cannot be read is left out. */
async function pausedIn(
  environment: Environment,
  { services }: EnvironmentStatus,
  { pauses, logger }: Pick<Tools, 'pauses' | 'logger'>,
): Promise<readonly PausedService[]> {
  const deploying = services
    .filter(({ deployment }) => deployment?.state === 'in progress')
    .map(({ name, service }) => ({
      environment: environment.name,
      name,
      service,
      cluster: environment.cluster,
    }))
  if (deploying.length === 0) return []
  const open = await inTime(
    pausesWithin,
    pauses.goingOn(environment, deploying).catch((error: unknown) => {
      logger.warn({ err: error }, 'A status does not tell what waits for somebody')
      return []
    }),
  )
  return (open ?? []).flatMap(({ id, service, seen }) => {
    const hook = seen.hooks.find(({ kind, status }) => kind === 'PAUSE' && status === 'AWAITING_ACTION')
    if (hook === undefined || seen.state !== 'running') return []
    const { until, timeoutAction } = hook
    return [
      {
        id,
        service: service.name,
        ...(until === undefined ? {} : { until }),
        ...(timeoutAction === undefined ? {} : { timeoutAction }),
      },
    ]
  })
}

function isInTrouble({ verdict }: Pick<EnvironmentStatus, 'verdict'>): boolean {
  return verdict === 'degraded' || verdict === 'down'
}

/** What tasks died of says more than the name of an alarm. */
async function offerIn(
  { environment: place, services, alarms, muted = [] }: EnvironmentStatus,
  runbooks: Library,
): Promise<RunbookOffer | undefined> {
  await runbooks.all()
  for (const { name, stoppedTasks, ...one } of services) {
    const causes = [...new Set(stoppedTasks.map((task) => task.class))]
    const offer = isInTrouble(one)
      ? offerFor(runbooks, { causes }, { environment: place, service: name })
      : undefined
    if (offer !== undefined) return offer
  }
  for (const { name } of [...alarms, ...muted]) {
    const offer = offerFor(runbooks, { alarm: name }, { environment: place, under: name })
    if (offer !== undefined) return offer
  }
  return undefined
}
