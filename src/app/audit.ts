import type { WebClient } from '@slack/web-api'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { startAnchors } from '../audit/anchors.js'
import { createAudit } from '../audit/audit.js'
import { createAuditReader } from '../audit/read.js'
import { type CountUnsigned, createUnsignedRequests } from '../audit/unsigned-requests.js'
import type { Config } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import type { Metrics } from '../server/metrics.js'
import { createAuditChannel } from '../slack/audit-channel.js'

/** The record of everything that was asked and done, its copy in a channel, and requests that nobody has signed. */
export function createAuditRoom(options: {
  readonly config: Pick<Config, 'channels'>
  readonly redis: Redis
  readonly web: WebClient
  readonly metrics: Metrics
  readonly clock: Clock
  readonly logger: Logger
}) {
  const { redis, web, metrics, clock, logger } = options
  const { audit: channel } = options.config.channels
  const audit = createAudit({ redis, clock, logger })
  const place = channel === undefined ? undefined : createAuditChannel({ slack: web, channel, clock })
  const unsigned = createUnsignedRequests({ append: audit.append, logger })
  const countUnsigned: CountUnsigned = (endpoint, reason) => {
    metrics.unsignedRequests.inc({ endpoint, reason })
    unsigned.count(endpoint, reason)
  }
  return {
    audit,
    auditReader: createAuditReader({ redis, audit, ...(place === undefined ? {} : { written: place.read }) }),
    ...{ unsigned, countUnsigned },
    startAnchors: () => startAnchors({ redis, audit, place, clock, logger }),
  }
}
