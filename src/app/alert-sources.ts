import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { NewestStates } from '../alerts/newest-states.js'
import type { Taken } from '../alerts/take-events.js'
import type { AwsFor } from '../aws/aws.js'
import type { Queue } from '../aws/queue.js'
import type { Config } from '../config/config.js'
import type { AlertNews } from '../core/alert.js'
import type { Clock } from '../core/clock.js'

interface SourceOptions {
  readonly config: Config
  readonly states: NewestStates
  readonly take: (event: AlertNews) => Promise<Taken>
  readonly logger: Logger
}

/** What rings by now and what does not any more: events may have been lost while nobody listened. Never rejects. */
export async function reconcileAlarms(options: SourceOptions & { readonly aws: AwsFor }): Promise<void> {
  const { config, aws, states, take, logger } = options
  for (const environment of config.environments) {
    try {
      const { value: alarms, instead } = await aws(environment).alarms()
      // What is only remembered is no news.
      if (instead !== undefined) continue
      for (const alarm of alarms) {
        if (alarm.arn === undefined) continue
        const known = await states.newest(alarm.arn)
        if (alarm.state !== 'ALARM' && known === undefined) continue
        // Its state is known already, by an event that may date it a moment differently.
        const at = known?.state === alarm.state ? known.at : alarm.since
        const { arn: subject, name, state, reason } = alarm
        await take({ kind: 'alarm', subject, name, state, at, reason, tags: {}, alarm })
      }
    } catch (error) {
      logger.warn(
        { err: error, environment: environment.name },
        'Alarms were not compared with what is known',
      )
    }
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
