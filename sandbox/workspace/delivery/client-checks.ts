import { isNode, type Node } from '../blocks/rules.js'
import type { StateValues } from '../modals.js'
import { isEmpty } from './element-values.js'

/** What Slack's client refuses before it sends a modal: required inputs left empty, texts and numbers out of range. */
export function clientErrors(
  blocks: readonly unknown[],
  values: StateValues,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {}
  for (const block of blocks.filter(isNode)) {
    const element = block['element']
    if (block['type'] !== 'input' || !isNode(element)) continue
    const blockId = String(block['block_id'])
    const entry = values[blockId]?.[String(element['action_id'])]
    const error = entry === undefined ? undefined : problemWith(element, entry, block['optional'] === true)
    if (error !== undefined) errors[blockId] = error
  }
  return errors
}

function problemWith(element: Node, entry: Node, optional: boolean): string | undefined {
  if (isEmpty(entry)) return optional ? undefined : 'Please complete this required field.'
  const { type } = element
  const value = entry['value']
  if (typeof value !== 'string') return undefined
  if (type === 'plain_text_input') return lengthProblem(element, value)
  if (type === 'number_input') return numberProblem(element, value)
  if (type === 'email_text_input' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))
    return 'Please enter a valid email.'
  if (type === 'url_text_input' && !URL.canParse(value)) return 'Please enter a valid URL.'
  return undefined
}

function lengthProblem(element: Node, value: string): string | undefined {
  const min = Number(element['min_length'] ?? 0)
  const max = Number(element['max_length'] ?? 3_000)
  if (value.length < min) return `Please enter at least ${min} characters.`
  if (value.length > max) return `Please enter at most ${max} characters.`
  return undefined
}

function numberProblem(element: Node, value: string): string | undefined {
  const entered = Number(value)
  if (value.trim() === '' || !Number.isFinite(entered)) return 'Please enter a valid number.'
  if (element['is_decimal_allowed'] === false && !Number.isInteger(entered))
    return 'Please enter a whole number.'
  const min = Number(element['min_value'] ?? Number.NEGATIVE_INFINITY)
  const max = Number(element['max_value'] ?? Number.POSITIVE_INFINITY)
  if (entered < min) return `Please enter a number of at least ${min}.`
  if (entered > max) return `Please enter a number of at most ${max}.`
  return undefined
}
