import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { NewestStates } from '../alerts/newest-states.js'
import type { Taken } from '../alerts/take-events.js'
import type { AwsFor } from '../aws/aws.js'
import type { Queue } from '../aws/queue.js'
import type { Config } from '../config/config.js'
import type { AlertNews } from '../core/alert.js'
import { isBlind } from '../core/alarms.js'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'

interface SourceOptions {
  readonly config: Config
  readonly states: NewestStates
  readonly take: (event: AlertNews) => Promise<Taken>
  readonly logger: Logger
}

/** Where CloudWatch does not answer it is asked again, so often and so long after (ms). */
const mostTries = 5
const triesEvery = 30_000

/**
 * What rings by now and what does not any more: events may have been lost while nobody listened. Each environment is asked once, more often only where that
 * fails. Never rejects.
 */
export function reconcileAlarms(
  options: SourceOptions & { readonly aws: AwsFor; readonly timeScale: number },
): { stop(): Promise<void> } {
  const { config, logger, timeScale } = options
  const stopping = new AbortController()

  async function run(): Promise<void> {
    let left = config.environments
    for (let tried = 1; left.length > 0 && tried <= mostTries; tried++) {
      if (tried > 1)
        await sleep(Math.max(1_000, triesEvery * timeScale), undefined, { signal: stopping.signal }).catch(
          () => undefined,
        )
      const failed: Environment[] = []
      for (const environment of left) {
        if (stopping.signal.aborted) return
        await reconcileOne(environment, options).catch((error: unknown) => {
          failed.push(environment)
          const about = { err: error, environment: environment.name, tried }
          logger.warn(about, 'Alarms were not compared with what is known')
        })
      }
      left = failed
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function reconcileOne(
  environment: Environment,
  { aws, states, take }: SourceOptions & { readonly aws: AwsFor },
): Promise<void> {
  for (const alarm of await aws(environment).alarmsAnew()) {
    const { arn: subject, name, state, reason, evaluation, silences } = alarm
    if (subject === undefined) continue
    const known = await states.newest(subject)
    if (state !== 'ALARM' && !isBlind(evaluation) && known === undefined) continue
    // Its state is known already, by an event that may date it a moment differently.
    const at = known?.state === state ? known.at : alarm.since
    await take({
      ...{ kind: 'alarm', subject, name, state, at, reason, tags: {}, alarm },
      ...(evaluation === undefined ? {} : { evaluation }),
      ...(silences === undefined ? {} : { silences }),
    })
  }
}

/** How often the dead-letter queue is looked at (ms). */
const lookEvery = 60_000

/** Tells that the dead-letter queue has something, and that it has not any more. */
export function watchDeadLetters(
  options: SourceOptions & {
    readonly queue: Pick<Queue, 'depth'>
    readonly clock: Clock
    readonly timeScale: number
  },
): { stop(): Promise<void> } {
  const { config, queue, states, take, clock, logger, timeScale } = options
  const url = config.alerts?.deadLetterQueue
  if (url === undefined) return { stop: async () => undefined }
  const stopping = new AbortController()
  const subject = `queue:${url}`
  const name = url.slice(url.lastIndexOf('/') + 1)

  async function look(of: string): Promise<void> {
    const depth = await queue.depth(of)
    const state = depth > 0 ? 'ALARM' : 'OK'
    const known = await states.newest(subject)
    if (known === undefined ? state === 'OK' : known.state === state) return
    const reason = `${name} has ${depth} message${depth === 1 ? '' : 's'} that ohmy could not take`
    await take({ kind: 'queue', subject, name, state, at: clock.now(), reason, tags: {} })
  }

  async function run(of: string): Promise<void> {
    while (!stopping.signal.aborted) {
      await look(of).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          logger.warn({ err: error }, 'The dead-letter queue of alerts was not looked at')
      })
      const pause = Math.max(1_000, lookEvery * timeScale)
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const running = run(url)
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
