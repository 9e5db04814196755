import { checkBlocks } from '../blocks/check.js'
import { type Args } from './arguments.js'
import { type Methods } from './method.js'

/** Says what Slack would refuse. https://docs.slack.dev/reference/methods/blocks.validate; the members of an error are those of @slack/web-api's types. */
export const validationMethods: Methods = {
  'blocks.validate': {
    run: (args: Args, workspace) => {
      const blocks = Array.isArray(args['blocks']) ? args['blocks'] : []
      const problems = checkBlocks(blocks, 'message', {
        charts: workspace.settings.charts,
        refused: workspace.faults.refusedBlocks(),
      })
      if (problems.length === 0) return { ok: true }
      return { ok: false, error: 'invalid_blocks', errors: problems.map(asError) }
    },
  },
}

/** `[ERROR] must be … [json-pointer:/blocks/0]`, as the posting methods say it. */
function asError(problem: string) {
  const [, message = problem, pointer = ''] = /^\[ERROR\] (.*) \[json-pointer:(.*)\]$/.exec(problem) ?? []
  return { code: 'invalid_block', message, pointer }
}
