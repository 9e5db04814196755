import { completes } from './completion.js'
import { watchable } from './watch.js'

/** What the terminal takes beside a verb's own words. */
export interface OwnWord {
  /** As it is typed: `--confirm <word>`. */
  readonly usage: string
  /** One clause for help. */
  readonly summary: string
}

interface Verb {
  readonly name: string
  readonly changes: boolean
}

const json = { usage: '--json', summary: 'one JSON document on stdout, whatever happens; words on stderr' }
const watch = { usage: '--watch', summary: 'ask again every 5 s, until Ctrl-C' }
const exitCode = {
  usage: '--exit-code',
  summary: 'end with 0 when all is well, 3 worth a look or degraded, 4 down, 5 nobody knows',
}
const confirm = { usage: '--confirm <word>', summary: 'the typed word that a dangerous change asks for' }

/** What can be said besides, behind one verb. */
export function ownWordsFor({ name, changes }: Verb): readonly OwnWord[] {
  return [
    json,
    ...(watchable.some((verb) => verb === name) ? [watch] : []),
    ...(name === 'status' ? [exitCode] : []),
    ...(changes ? [confirm] : []),
  ]
}

/** All that the terminal takes, for the list of verbs. */
export const ownWords: readonly OwnWord[] = [
  json,
  { ...watch, summary: `${watch.summary}: ${watchable.join(', ')}` },
  { ...exitCode, summary: `of status: ${exitCode.summary}` },
  confirm,
  completes,
  { usage: 'doctor', summary: 'whether ohmy itself has all that it needs, and what to do' },
  { usage: 'mcp', summary: 'serves a program that asks' },
  { usage: '--version', summary: 'which ohmy this is' },
]
