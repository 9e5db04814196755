import { costSplits } from '../src/core/cost.js'
import { dayOf, monthOf } from '../src/core/calendar.js'
import type { CostEstimate } from '../src/core/cost-estimate.js'
import type { Environment } from '../src/core/environment.js'
import type { Json } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { UserError } from '../src/core/user-error.js'
import { oldestMonth } from '../src/costs/read-costs.js'
import { environment, keyword, month, pairs, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import type { Costs } from '../src/costs/costs.js'
import { costMessage } from '../src/slack/views/cost/cost.js'
import { costApiMessage } from '../src/slack/views/cost/api.js'
import { estimateMessage } from '../src/slack/views/cost/estimate.js'

export const cost: Command = command({
  name: 'cost',
  summary: 'Show what an environment or the whole account costs',
  examples: [
    'cost',
    'cost production',
    'cost staging --by day',
    'cost --month 2026-10',
    'cost estimate staging',
    'cost api',
  ],
  args: {
    api: keyword('api', { summary: 'what asking Cost Explorer has cost' }),
    estimate: keyword('estimate', { summary: 'computed from what is there and list prices' }),
    environment: environment({ summary: 'left out: the whole account' }).optional(),
    by: {
      ...word({ choices: ['service', 'day', 'tag'], placeholder: 'service|day|tag' }).optional(),
      named: true,
    },
    whatIf: pairs({ summary: 'of an estimate: `"backend=4 memory=4096"`' }).optional(),
    month: month({ summary: 'another month, up to 13 back: `2026-10`' }).optional(),
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, clock, config, costs, guide }) => {
    const now = clock.now()
    if (args.api) {
      const spent = await costs.api()
      return reply(costApiMessage(spent, now), spent)
    }
    const { environments: visible } = await guide.offer(cost, caller)
    const hidden = config.environments.filter(({ name }) => !visible.includes(name))
    if (args.environment === undefined && hidden.length > 0) {
      // The whole is the sum of its parts: it would tell what may not be looked at.
      const what = `The whole account includes ${hidden.map(({ name }) => name).join(' and ')}, whose costs you may not see.`
      const next =
        visible.length === 0
          ? 'Ask whoever keeps ohmy.yaml.'
          : `Ask for one you may: \`/ohmy cost ${visible[0]}\`.`
      throw new UserError('cost-of-all-not-allowed', what, next)
    }
    if (args.environment !== undefined && args.by === 'tag') {
      const what = `${args.environment.name} is one value of the tag ${config.costs.tag}, so there is nothing to split.`
      throw new UserError(
        'cost-tag-of-environment',
        what,
        'Say `/ohmy cost --by tag` for all values of the tag.',
      )
    }
    if (args.estimate || args.whatIf !== undefined) {
      const estimates = await estimatesFor(args, costs, visible.length === 0 ? [] : config.environments)
      const options = { environments: visible, buttons: caller.origin !== 'terminal' }
      return reply(estimateMessage(estimates, options), estimates)
    }
    refuseMonth(args.month, now)
    const overview = args.environment === undefined ? 'environment' : 'line'
    const report = await costs.report({
      ...(args.month === undefined ? {} : { month: args.month }),
      ...(args.environment === undefined ? {} : { environment: args.environment }),
      split: costSplits.find((split) => split === args.by) ?? overview,
    })
    const options = {
      now,
      askedBy: caller.name,
      environments: visible,
      buttons: caller.origin !== 'terminal',
    }
    return reply(costMessage(report, options), report)
  },
})

type WhatIf = Readonly<Record<string, string>>

/** Of one environment, or of each there is. @throws UserError for a question about no environment */
async function estimatesFor(
  { environment, whatIf }: { environment: Environment | undefined; whatIf: WhatIf | undefined },
  costs: Costs,
  all: readonly Environment[],
): Promise<readonly CostEstimate[]> {
  if (environment !== undefined) {
    return [await costs.estimate({ environment, ...(whatIf === undefined ? { sizing: true } : { whatIf }) })]
  }
  if (whatIf !== undefined) {
    throw new UserError(
      'what-if-where',
      'What would be otherwise is asked of one environment.',
      'For example `/ohmy cost estimate staging --what-if "backend=4"`.',
    )
  }
  return Promise.all(all.map((one) => costs.estimate({ environment: one })))
}

function reply(message: Reply['message'], data: object): Reply {
  // Plain data; only its type does not say so.
  return { message, data: data as unknown as Json, shownTo: 'place' }
}

function refuseMonth(month: string | undefined, now: number): void {
  const current = monthOf(dayOf(now))
  const oldest = oldestMonth(now)
  if (month === undefined || (month <= current && month >= oldest)) return
  const what = month > current ? `${month} has not come yet.` : `Cost Explorer keeps ${month} no longer.`
  throw new UserError('month-out-of-reach', what, `Ask for a month from ${oldest} to ${current}.`)
}
