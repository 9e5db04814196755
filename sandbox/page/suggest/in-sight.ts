import type { PostedMessage } from '../../workspace/contract.js'

/** What somebody may type because they see it: newest first. */
export interface InSight {
  /** Lines that buttons carry, without `/ohmy`, and what stands on the button. */
  readonly lines: readonly { readonly line: string; readonly label: string }[]
  /** Ids of operations, incidents, runs …, with the first words of the message that shows them. */
  readonly ids: readonly { readonly id: string; readonly about: string }[]
  readonly people: readonly string[]
}

/** `op-7k2m9qa` */
export const id = /\b[a-z]{2,8}-(?=[a-z0-9]*\d)[a-z0-9]{6,30}\b/g
const mostMessages = 50
const longestAbout = 60

export function inSight(messages: readonly PostedMessage[], people: readonly string[]): InSight {
  const newest = messages.slice(-mostMessages).toReversed()
  const ids = newest.flatMap(({ text }) => {
    const about = (text.split('\n').find((line) => line.trim() !== '') ?? '').slice(0, longestAbout)
    return (text.match(id) ?? []).map((found) => ({ id: found, about }))
  })
  return {
    lines: newest.flatMap(({ blocks }) => linesOn(blocks)),
    ids: firstOf(ids, (one) => one.id),
    people,
  }
}

/** What buttons say, in their order. */
function linesOn(part: unknown): readonly { readonly line: string; readonly label: string }[] {
  if (Array.isArray(part)) return part.flatMap(linesOn)
  if (typeof part !== 'object' || part === null) return []
  const { type, value, text, ...rest } = part as Readonly<Record<string, unknown>>
  if (type === 'button' && typeof value === 'string')
    return [{ line: value, label: (text as { readonly text: string }).text }]
  return Object.values(rest).flatMap(linesOn)
}

function firstOf<Found>(all: readonly Found[], key: (one: Found) => string): readonly Found[] {
  const known = new Set<string>()
  return all.filter((one) => !known.has(key(one)) && known.add(key(one)))
}
