import type { WebClient } from '@slack/web-api'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import { followLogs } from '../jobs/follow-logs.js'
import { createJobs, type Jobs } from '../jobs/jobs.js'
import type { MayDo } from '../core/may-do.js'
import type { JobParts } from '../jobs/parts.js'
import { createJobQueue, startJobWorker } from '../jobs/queue.js'
import { queryLogs } from '../jobs/query-logs.js'
import { createJobStore } from '../jobs/store.js'
import type { Workers } from '../redis/work-queue.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { createUpload } from '../slack/upload.js'

export interface JobsRoom {
  readonly jobs: Jobs
  /** @param connection a `blocking` one */
  startWorker(connection: Redis): Workers
  close(): Promise<void>
}

/** Long reading work, with everything it needs; no worker is started. */
export function createJobsRoom(options: {
  readonly redis: Redis
  readonly aws: AwsFor
  readonly config: Config
  readonly outbox: Outbox
  readonly web: WebClient
  readonly mayDo: MayDo
  readonly clock: Clock
  readonly logger: Logger
  readonly leaseFor: number
  readonly checkpoint?: JobParts['checkpoint'] | undefined
}): JobsRoom {
  const { redis, aws, config, outbox, web, mayDo, clock, logger, leaseFor } = options
  const parts: JobParts = {
    definitions: [followLogs, queryLogs],
    ports: { aws, config },
    store: createJobStore(redis, leaseFor),
    outbox,
    upload: createUpload(web),
    limits: { person: config.logs.runningPerPerson, channel: config.logs.runningPerChannel },
    defaultPlace: { channel: `#${config.channels.operations}` },
    mayDo,
    clock,
    logger,
    checkpoint: options.checkpoint ?? (() => undefined),
  }
  const queue = createJobQueue(redis)
  return {
    jobs: createJobs(parts, queue),
    startWorker: (connection) => startJobWorker(parts, { connection, queue, leaseFor }),
    close: () => queue.close(),
  }
}
