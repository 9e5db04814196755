import { cutMrkdwn, cutPlain } from '../../core/cut.js'
import type { Cuts } from './cuts.js'
import { maxExact, maxId, maxItems, maxOptionValue, maxText, needed, neverEmpty } from './figures.js'

export type Node = Readonly<Record<string, unknown>>

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What an object without a `type` is, by the field it stands in. */
function kindAt(field: string, value: Node): string {
  if (typeof value['type'] === 'string') return value['type']
  if (/^(initial_)?options?$/.test(field)) return 'option'
  if (field === 'option_groups') return 'option_group'
  if (/^(positive|negative)_button$/.test(field)) return 'feedback'
  return field
}

/**
 * A block or element that Slack takes, or nothing where nothing of it is left. Walks the whole tree with the figures; the counts of
 * what was cut go to `cuts`.
 */
export function fitNode(node: Node, cuts: Cuts, field = ''): Node | undefined {
  const kind = kindAt(field, node)
  if (tooLongToMean(node, kind)) {
    cuts.leftOut(kind === 'option' || kind === 'image' || kind === 'button' ? kind : 'part', 1)
    return undefined
  }
  const fitted: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(node)) {
    if (name === 'block_id' && typeof value === 'string' && value.length > maxId) continue
    const part = fitField(kind, name, value, cuts)
    if (part !== undefined) fitted[name] = part
  }
  for (const name of neverEmpty[kind] ?? []) {
    if (fitted[name] === undefined) fitted[name] = standIn(node[name])
  }
  const wanted = needed[kind]
  if (wanted !== undefined && wanted.every((name) => isEmpty(fitted[name]))) return undefined
  keepChosen(fitted)
  return fitted
}

function fitField(kind: string, name: string, value: unknown, cuts: Cuts): unknown {
  const max = maxText[kind]?.[name] ?? maxText['any']?.[name]
  if (typeof value === 'string') {
    // Inside a text object the limit is its parent's, applied before.
    if (name === 'text' && (kind === 'mrkdwn' || kind === 'plain_text'))
      return value.trim() === '' ? undefined : value
    if (max === undefined) return value
    const kept = cutPlain(value, max)
    if (kept.length < value.length) cuts.shortened(value.length - kept.length + 1)
    if (kept.trim() === '' && kind !== 'text' && kind !== 'image') return undefined
    return kept === '' && kind !== 'image' ? undefined : kept
  }
  if (Array.isArray(value)) return fitList(kind, name, value, cuts)
  if (!isNode(value)) return value
  return fitNode(max === undefined ? value : cutText(value, max, cuts), cuts, name)
}

function fitList(kind: string, name: string, values: readonly unknown[], cuts: Cuts): unknown[] | undefined {
  const max = maxText[kind]?.[name]
  const items = values.flatMap((value) => {
    if (Array.isArray(value)) return [fitRow(value, cuts)]
    if (!isNode(value)) return [value]
    const item = fitNode(max === undefined ? value : cutText(value, max, cuts), cuts, name)
    if (item !== undefined) return [item]
    // A gap in a section's fields would move the rest to the other column.
    return kind === 'section' && name === 'fields' ? [{ type: 'mrkdwn', text: '–' }] : []
  })
  const [most, called] = maxItems[kind]?.[name] ?? [Number.POSITIVE_INFINITY, '']
  cuts.leftOut(called, items.length - most)
  const kept = items.slice(0, most)
  return kept.length === 0 && values.length > 0 ? undefined : kept
}

function fitRow(cells: readonly unknown[], cuts: Cuts): unknown[] {
  const [most] = maxItems['row']?.['cells'] ?? [20]
  if (cells.length > most) cuts.changed('some columns of the table are not shown')
  // A cell may not vanish: the others would move to the left.
  return cells
    .slice(0, most)
    .map((cell) => (isNode(cell) ? (fitNode(cell, cuts) ?? { type: 'raw_text', text: '–' }) : cell))
}

function cutText(node: Node, max: number, cuts: Cuts): Node {
  const { text, type } = node
  if (typeof text !== 'string' || (type !== 'mrkdwn' && type !== 'plain_text')) return node
  const kept = type === 'mrkdwn' ? cutMrkdwn(text, max) : cutPlain(text, max)
  if (kept.length < text.length) cuts.shortened(text.length - kept.length + 1)
  return { ...node, text: kept }
}

function tooLongToMean(node: Node, kind: string): boolean {
  return Object.entries(node).some(([name, value]) => {
    if (typeof value !== 'string') return false
    const most = kind === 'option' && name === 'value' ? maxOptionValue : maxExact[name]
    return most !== undefined && value.length > most
  })
}

function standIn(original: unknown): unknown {
  return isNode(original) ? { ...original, text: '–' } : '–'
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** A choice that is no longer among the options would make Slack refuse the menu. */
function keepChosen(menu: Record<string, unknown>): void {
  if (!Array.isArray(menu['options'])) return
  const offered = new Set(menu['options'].map((option) => JSON.stringify(option)))
  const isOffered = (option: unknown) => offered.has(JSON.stringify(option))
  if (menu['initial_option'] !== undefined && !isOffered(menu['initial_option']))
    delete menu['initial_option']
  if (!Array.isArray(menu['initial_options'])) return
  const chosen = menu['initial_options'].filter(isOffered)
  if (chosen.length === 0) delete menu['initial_options']
  else menu['initial_options'] = chosen
}
