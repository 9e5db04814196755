import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { operationId } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { compareOperation } from '../src/operations/service/compare-operation.js'
import { comparisonMessage } from '../src/slack/views/operations/comparison.js'
import { history, visibleStory } from './history.js'

export const compare: Command = command({
  name: 'compare',
  summary: 'Show what the version of a deployment has that the one before it had not',
  examples: ['compare op-7k2m9qa'],
  args: { operation: operationId({ summary: 'id of a deployment or rollback' }) },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, aws, caller, config, guide, history: past }) => {
    // Who may read its history may look at what it brought.
    const { environments } = await guide.offer(history, caller)
    const { record } = await visibleStory(past, args.operation, environments)
    if (record === undefined)
      throw new UserError(
        'operation-forgotten',
        `${args.operation} is older than its record is kept.`,
        `\`/ohmy history ${args.operation}\` tells what the audit has of it.`,
      )
    const compared = await compareOperation({ aws, config }, record)
    return {
      message: comparisonMessage(args.operation, record.plan.summary, compared),
      data: compared as unknown as Json,
      shownTo: 'place',
    }
  },
})
