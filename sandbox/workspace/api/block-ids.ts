import { randomBytes } from 'node:crypto'
import type { Args } from './arguments.js'

/** Slack names every block and every interactive element that has no name of its own. */
export function withIds(args: Args): { readonly blocks?: readonly unknown[] } {
  const blocks = args['blocks']
  return Array.isArray(blocks) ? { blocks: blocks.map(named) } : {}
}

const INTERACTIVE = /button|select|checkboxes|picker|input|overflow|radio_buttons/

function named(block: unknown): unknown {
  const node = block as Record<string, unknown>
  return {
    ...node,
    block_id: node['block_id'] ?? randomBytes(4).toString('base64url'),
    ...(Array.isArray(node['elements']) ? { elements: node['elements'].map(namedElement) } : {}),
    ...(node['element'] === undefined ? {} : { element: namedElement(node['element']) }),
    ...(node['accessory'] === undefined ? {} : { accessory: namedElement(node['accessory']) }),
  }
}

function namedElement(element: unknown): unknown {
  const node = element as Record<string, unknown>
  if (typeof node['type'] !== 'string' || !INTERACTIVE.test(node['type'])) return element
  return { ...node, action_id: node['action_id'] ?? randomBytes(4).toString('base64url') }
}
