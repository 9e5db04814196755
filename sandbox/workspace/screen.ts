import { interactiveIn } from './blocks/check.js'
import { isNode, type Node } from './blocks/rules.js'
import type { Act, Home, OpenModal, PostedMessage, Submit } from './contract.js'

/** Something on a person's screen with things to use. */
export type OnScreen = PostedMessage | OpenModal | Home

export type Target = Pick<Act, 'container' | 'blockId' | 'actionId'>

/** Flat values by block id, action id or label; or nested ones as the page sends them. */
export type TypedValues = Readonly<
  Record<string, string | readonly string[] | Readonly<Record<string, string | readonly string[]>>>
>

export function blocksOf(seen: OnScreen): readonly unknown[] {
  return 'ts' in seen ? seen.blocks : seen.view.blocks
}

/**
 * Finds what a person means by a button's text or an action id. A `value` picks among buttons and menus that share it.
 * Throws, with everything there is, when nothing or more than one thing fits.
 */
export function targetOn(seen: OnScreen, name: string, value?: string | readonly string[]): Target {
  const all = blocksOf(seen)
    .filter(isNode)
    .flatMap((block) => interactiveIn(block).map((element) => ({ block, element })))
    .filter(({ element }) => element['action_id'] !== undefined)
  const named = all.filter(({ element }) => element['action_id'] === name || textOf(element) === name)
  const exact = named.filter(({ element }) => hasValue(element, value))
  const fitting = exact.length > 0 ? exact : named
  const [found] = fitting
  if (found === undefined || fitting.length > 1) {
    const there = all.map(({ element }) => `${textOf(element)} (${String(element['action_id'])})`)
    const problem = found === undefined ? 'there is no' : 'there is more than one'
    throw new Error(`${problem} "${name}" to use; there are: ${there.join(', ') || 'none'}`)
  }
  return {
    container: containerOf(seen),
    blockId: String(found.block['block_id']),
    actionId: String(found.element['action_id']),
  }
}

/** What a menu's option with these words stands for, where nothing else is called so: a person chooses it by its words. */
export function optionOn(
  seen: OnScreen,
  name: string,
): { readonly menu: string; readonly value: string } | undefined {
  for (const element of blocksOf(seen).filter(isNode).flatMap(interactiveIn)) {
    if (textOf(element) === name || element['action_id'] === name) return undefined
  }
  for (const element of blocksOf(seen).filter(isNode).flatMap(interactiveIn)) {
    const options = Array.isArray(element['options']) ? element['options'].filter(isNode) : []
    const found = options.find((option) => textOf(option) === name)
    if (found !== undefined) return { menu: String(element['action_id']), value: String(found['value']) }
  }
  return undefined
}

/** Brings flat values into the form the page sends. Throws when no input has such a name. */
export function valuesFor(modal: OpenModal, values: TypedValues): Submit['values'] {
  const nested: Record<string, Record<string, string | readonly string[]>> = {}
  const blocks = (modal.view.blocks as readonly unknown[]).filter(isNode)
  const inputs = blocks.flatMap((block) => interactiveIn(block).map((element) => ({ block, element })))
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string' && !Array.isArray(value)) {
      nested[name] = { ...nested[name], ...(value as Record<string, string>) }
      continue
    }
    const input = inputs.find(
      ({ block, element }) =>
        block['block_id'] === name || element['action_id'] === name || labelOf(block) === name,
    )
    if (input === undefined) {
      const labels = inputs.map(({ block }) => `${labelOf(block)} (${String(block['block_id'])})`)
      throw new Error(`the modal has no input "${name}"; there are: ${labels.join(', ')}`)
    }
    const blockId = String(input.block['block_id'])
    nested[blockId] = { ...nested[blockId], [String(input.element['action_id'])]: value as string }
  }
  return nested
}

function containerOf(seen: OnScreen): Act['container'] {
  if ('ts' in seen) return { kind: 'message', channel: seen.channel, ts: seen.ts }
  return 'id' in seen ? { kind: 'modal', id: seen.id } : { kind: 'home' }
}

/** Whether it is a button with this value, or a menu with it among its options. */
function hasValue(element: Node, value: string | readonly string[] | undefined): boolean {
  if (value === undefined) return false
  const options = Array.isArray(element['options']) ? element['options'].filter(isNode) : []
  return element['value'] === value || options.some((option) => option['value'] === value)
}

function textOf(element: Node): string {
  const text = element['text'] ?? element['placeholder']
  return isNode(text) ? String(text['text']) : ''
}

function labelOf(block: Node): string {
  const label = block['label']
  return isNode(label) ? String(label['text']) : ''
}
