import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import type { Config } from '../../src/config/config.js'
import { readSettings } from '../../src/config/settings.js'
import { systemClock } from '../../src/core/clock.js'
import type { Reply } from '../../src/core/message.js'
import { connect } from '../../src/redis/connections.js'
import { createMetrics } from '../../src/server/metrics.js'
import { createHttpServer } from '../../src/server/server.js'
import { createSlackEdge } from '../../src/slack/create-slack-edge.js'
import { createDeliveries } from '../../src/slack/deliveries/deliveries.js'
import type { Edge } from '../../src/slack/edge.js'
import { createWebClient } from '../../src/slack/web-client.js'
import { answerQuestions } from './answer-questions.js'
import { signingSecret } from './signed-request.js'

/*
 * A process that acknowledges slash commands and does nothing else: `ours <store>` with everything ohmy has in the way of an
 * acknowledgement, `bare` with Bolt's own receiver, `claiming <store>` the same after one command to the store.
 */

const [kind, redisUrl = ''] = process.argv.slice(2)
const botToken = 'xoxb-bench'

/** The path of production: HTTP server, receiver with signature and replay checks, Bolt, the claim in the store. */
async function startOurs(): Promise<number> {
  const logger = pino({ level: 'warn' })
  const settings = readSettings({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    REDIS_URL: redisUrl,
    PORT: '0',
  })
  // An operation's answer is its card, which the engine shows: the edge itself posts nothing, so nothing is left to measure but the edge.
  const nothing: Reply = {
    message: { text: '', blocks: [] },
    data: null,
    shownTo: 'place',
    operation: 'none',
  }
  const reply = async () => nothing
  const membership = { membersOf: async () => new Set<string>(), standingOf: async () => 'member' as const }
  const edgeStore = connect(redisUrl, 'edge', logger)
  await new Promise((resolve) => edgeStore.once('ready', resolve))
  const edge: Edge = {
    deliveries: createDeliveries(edgeStore),
    inside: {
      run: reply,
      home: reply,
      started: async () => false,
    },
    config: {} as Config,
    outbox: {
      send: async () => undefined,
      has: async () => true,
      shown: async () => true,
      refusal: async () => undefined,
      postedAs: async () => undefined,
      linkTo: async () => undefined,
      linked: async (blocks) => blocks,
    },
    directory: {
      // In production remembered for an hour.
      nameOf: async (user) => user,
      personNamed: async () => undefined,
      channelName: async () => undefined,
      ...membership,
      afresh: () => membership,
    },
    web: createWebClient(botToken),
    clock: systemClock,
    logger,
  }
  const own = { teamId: 'T000000001', isOrgWide: false, appId: 'A0OHMYAPP' }
  const identity = { known: () => own, read: async () => own }
  const { routes } = await createSlackEdge({ ...edge, settings, identity, leaseFor: 6_000 })
  const readiness = async () => ({ ready: true, checks: {} })
  const server = createHttpServer({ routes, readiness, metrics: createMetrics(), logger })
  return server.listen(0)
}

async function startBare(): Promise<number> {
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
  const authorize = async () => ({ botToken, botId: 'B0OHMYBOT', botUserId: 'U0OHMYBOT' })
  const app = new App({ receiver, authorize, convoStore: false, logLevel: LogLevel.ERROR })
  if (kind === 'bare') {
    app.command('/ohmy', ({ ack }) => ack())
  } else {
    const redis = new Redis(redisUrl)
    app.command('/ohmy', async ({ ack, command }) => {
      await redis.set(`bench:${command.trigger_id}`, '1', 'PX', 3_600_000, 'NX')
      await ack()
    })
  }
  const server = (await receiver.start(0)) as Server
  return (server.address() as AddressInfo).port
}

const port = kind === 'ours' ? startOurs() : startBare()
answerQuestions({
  port: () => port,
  /** Microseconds of CPU time so far, of all threads. */
  cpu() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
})
