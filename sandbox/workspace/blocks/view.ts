import { type BlockRules, checkBlocks } from './check.js'
import { plainText } from './composition.js'
import {
  anything,
  boolean,
  byType,
  choice,
  isNode,
  list,
  object,
  optional,
  required,
  type Report,
  string,
} from './rules.js'

const common = {
  blocks: required(list(anything)),
  private_metadata: optional(string(3_000)),
  callback_id: optional(string(255)),
  external_id: optional(string(255)),
}

const shape = {
  modal: byType({
    modal: object({
      type: required(choice('modal')),
      title: required(plainText(24)),
      submit: optional(plainText(24)),
      close: optional(plainText(24)),
      clear_on_close: optional(boolean),
      notify_on_close: optional(boolean),
      submit_disabled: optional(boolean),
      ...common,
    }),
  }),
  home: byType({ home: object({ type: required(choice('home')), ...common }) }),
}

/** Everything Slack would refuse in a view, as `response_metadata.messages`. Empty when all is well. */
export function checkView(view: unknown, surface: 'modal' | 'home', rules: BlockRules = {}): string[] {
  const problems: string[] = []
  const report: Report = (at, problem) => problems.push(`[ERROR] ${problem} [json-pointer:${at}]`)
  shape[surface](view, '/view', report)
  const blocks = isNode(view) && Array.isArray(view['blocks']) ? view['blocks'] : []
  problems.push(...checkBlocks(blocks, surface, { ...rules, pointer: '/view/blocks' }))
  const hasInput = blocks.some((block) => isNode(block) && block['type'] === 'input')
  if (surface === 'modal' && hasInput && isNode(view) && view['submit'] === undefined) {
    report('/view/submit', 'must be provided when the view has input blocks')
  }
  return problems
}
