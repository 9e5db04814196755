import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.js'
import type { Clock } from '../core/clock.js'
import type { Tracing } from '../core/tracing.js'
import type { Metrics } from '../server/metrics.js'
import { createDirectMessages } from '../slack/direct-messages.js'
import { createDirectory } from '../slack/directory.js'
import { createIdentityReader } from '../slack/identity.js'
import { createOutbox } from '../slack/outbox/outbox.js'
import { reachSlack } from '../slack/reachable.js'
import { createResponseFetch } from '../slack/slack-fetch.js'
import { createSendFile, createUpload } from '../slack/upload.js'
import { createWebClient } from '../slack/web-client.js'
import { createAttachFiles } from './attach-files.js'
import { watchSlack } from './watch-slack.js'

export type SlackRoom = ReturnType<typeof createSlackRoom>

/** What ohmy says to Slack and asks it: the Web API, who ohmy is there, who is who, and the outbox. What comes from Slack is another door. */
export function createSlackRoom(options: {
  readonly settings: Pick<Settings, 'slack'>
  readonly redis: Redis
  readonly metrics: Metrics
  readonly clock: Clock
  readonly logger: Logger
  readonly tracing: Tracing
}) {
  const { redis, metrics, clock, logger, tracing } = options
  const { botToken, apiUrl } = options.settings.slack
  const watched = watchSlack(metrics, tracing)
  const web = createWebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    watch: watched.calls,
  })
  const identity = createIdentityReader(web, logger)
  const outbox = createOutbox({
    ...{ redis, slack: web, clock, logger, tracing },
    fetch: createResponseFetch(watched.calls),
    observe: watched.delivered,
    workspaceUrl: async () => (await identity.read()).url,
  })
  return {
    ...{ web, identity, outbox },
    directory: createDirectory({ web, identity, clock, logger }),
    directMessage: createDirectMessages(web, logger),
    attach: createAttachFiles({ outbox, upload: createUpload(web), logger }),
    sendFile: createSendFile(web),
    reach: () => reachSlack(web),
    acknowledged: watched.acknowledged,
  }
}
