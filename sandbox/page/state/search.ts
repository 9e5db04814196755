import type { PostedMessage } from '../../workspace/contract.js'

const most = 50
const mostLines = 3

interface Found {
  /** Newest first. */
  readonly found: readonly PostedMessage[]
  /** How many older ones are left out. */
  readonly more: number
}

/** The messages that have every word, in their text or in the name of their author; upper and lower case are the same. No words find nothing. */
export function search(
  messages: readonly PostedMessage[],
  wanted: string,
  authorName: (message: PostedMessage) => string,
): Found {
  const words = wordsOf(wanted)
  if (words.length === 0) return { found: [], more: 0 }
  const fitting = messages
    .filter((message) => {
      const text = `${authorName(message)}\n${message.text}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .toSorted((one, other) => Number(other.ts) - Number(one.ts))
  return { found: fitting.slice(0, most), more: Math.max(0, fitting.length - most) }
}

/** Where in a text the words are: its lines from the first one that has one of them; from the beginning where none has. */
export function excerpt(text: string, wanted = ''): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const words = wordsOf(wanted)
  const first = lines.findIndex((line) => words.some((word) => line.toLowerCase().includes(word)))
  return lines.slice(Math.max(0, first)).slice(0, mostLines)
}

function wordsOf(wanted: string): readonly string[] {
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}
