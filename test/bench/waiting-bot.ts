import { buildBot } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import type { Caller } from '../../src/core/caller.js'
import { answerQuestions } from './answer-questions.js'
import { measureOwnCost } from './own-cost.js'

/* The whole bot in the role of a worker, in a process of its own that measures itself: `<environment as JSON> [<options of it as JSON>]`. */

const environment = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const bot = await buildBot(environment, JSON.parse(process.argv[3] ?? '{}') as Parameters<typeof buildBot>[1])
const caller: Caller = {
  id: requester.slackId,
  name: requester.name,
  origin: 'command',
  place: { channel: '#devops', channelName: 'devops' },
}

const cost = measureOwnCost()

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
    ...cost,
  },
  () => bot.stop(),
)
