import type { Caller } from '../../src/core/caller.js'
import { isEnded } from '../../src/core/operation.js'
import { buildBot } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import { answerQuestions } from './answer-questions.js'
import { timeScale } from './press-pace.js'

/*
 * The whole bot in a process of its own: `<environment as JSON>`. Operations are started and followed from within, so that what is
 * measured, one press, is the only thing that comes from outside.
 */

const environment = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const bot = await buildBot(environment, { timeScale })
const caller: Caller = {
  id: requester.slackId,
  name: requester.name,
  origin: 'command',
  place: { channel: '#devops', channelName: 'devops' },
}
const within = 60_000

async function ended(id: string): Promise<string> {
  const record = await bot.operations.follow(id, () => undefined)
  if (record.state !== 'succeeded') throw new Error(`${id} ${record.state}: ${record.outcomeReason}`)
  return id
}

answerQuestions(
  {
    port: () => bot.start(),
    /** Starts an operation that can be undone; answers with its id once it has ended. */
    async begin() {
      const reply = await bot.dispatch.run('scale backend 2 staging', caller)
      if (reply.operation === undefined) throw new Error(`Not started: ${reply.message.text}`)
      return ended(reply.operation)
    },
    /** The id of the operation that undoes this one, once it has ended. */
    async undone(id) {
      for (const until = Date.now() + within; Date.now() < until; ) {
        const record = await bot.operations.find(id)
        if (record !== undefined && !isEnded(record.state)) throw new Error(`${id} has not ended`)
        if (record?.undoneBy !== undefined) return ended(record.undoneBy)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`Nobody undid ${id}`)
    },
  },
  () => bot.stop(),
)
