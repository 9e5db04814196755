import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Redis } from 'ioredis'
import { buildBot } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import type { Caller } from '../../src/core/caller.js'
import { answerQuestions } from './answer-questions.js'

/* The whole bot in the role of a worker, in a process of its own that measures itself: `<environment as JSON>`. */

const environment = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const bot = await buildBot(environment)
const caller: Caller = {
  id: requester.slackId,
  name: requester.name,
  origin: 'command',
  place: { channel: '#devops', channelName: 'devops' },
}

/** What goes over the wire; what scripts call within the store is not in it. */
let sent = 0
const original = Redis.prototype.sendCommand
Redis.prototype.sendCommand = function (...args) {
  sent += 1
  return original.apply(this, args)
}

const delay = monitorEventLoopDelay({ resolution: 5 })
let begun: { utilization: EventLoopUtilization; cpu: NodeJS.CpuUsage; at: number; sent: number } | undefined

/** What a stretch of time cost this process. */
export interface Cost {
  /** 0 to 1. */
  readonly utilization: number
  /** ms a timer was late, 99 of 100. */
  readonly lag: number
  /** CPU seconds a second. */
  readonly cpu: number
  /** Commands sent to the store a second. */
  readonly sent: number
}

answerQuestions(
  {
    port: () => bot.start(),
    /** Asks for a scale to 2 and answers with its record once it waits for the tasks. */
    async scale(words) {
      const reply = await bot.dispatch.run(words, caller)
      if (reply.operation === undefined) throw new Error(`Not started: ${reply.message.text}`)
      for (let tries = 0; tries < 400; tries++) {
        const record = await bot.operations.find(reply.operation)
        if (record?.steps.some(({ state, detail }) => state === 'waiting' && detail !== undefined))
          return record
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${reply.operation} does not wait`)
    },
    begin() {
      delay.enable()
      delay.reset()
      begun = {
        utilization: performance.eventLoopUtilization(),
        cpu: process.cpuUsage(),
        at: performance.now(),
        sent,
      }
    },
    end(): Cost {
      if (begun === undefined) throw new Error('Nothing was begun')
      const seconds = (performance.now() - begun.at) / 1_000
      const { user, system } = process.cpuUsage(begun.cpu)
      return {
        utilization: performance.eventLoopUtilization(begun.utilization).utilization,
        lag: delay.percentile(99) / 1e6 - 5,
        cpu: (user + system) / 1e6 / seconds,
        sent: (sent - begun.sent) / seconds,
      }
    },
  },
  () => bot.stop(),
)
