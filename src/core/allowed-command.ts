/** One word of a pattern: what stands there, and what may follow it up to its end. */
interface PatternWord {
  readonly begins: string
  /** Absent: nothing. */
  readonly open?: 'word' | 'number' | readonly string[]
}

/** A command that may be run as a one-off task. */
export interface AllowedCommand {
  /** As it was written: `python manage.py migrate <word>`. */
  readonly pattern: string
  /** Short names of the services it is for; empty: all. */
  readonly services: readonly string[]
  /** ms for which it is followed. */
  readonly within: number
  /** How many others have to agree, where the policy asks for fewer. */
  readonly approvals: number
}

/** No path and nothing that looks like an option: what is allowed as a value must not become another command. */
const anyWord = /^[A-Za-z0-9][\w.@-]{0,99}$/
const anyNumber = /^\d{1,15}$/

/**
 * The words of a command as they are handed to the container: no shell reads them, so `;`, `|` and `$` are letters like any other. Quotes hold
 * words together. Undefined: a quote has no end, or there is no word.
 */
export function wordsOfCommand(command: string): readonly string[] | undefined {
  const words: string[] = []
  const token = /\s*(?:((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+)|$)/gy
  while (token.lastIndex < command.length) {
    const found = token.exec(command)
    if (found === null) return undefined
    const [, word] = found
    if (word === undefined) break
    words.push(
      word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
        double === undefined ? (single ?? '') : double.replace(/\\(["\\])/g, '$1'),
      ),
    )
  }
  return words.length === 0 ? undefined : words
}

/** Whether it can be a pattern: words in which `<word>`, `<number>` or `<one|another>` stands for the rest of a word. */
export function isCommandPattern(pattern: string): boolean {
  return readPattern(pattern) !== undefined
}

/** The first pattern that allows exactly these words for this service. */
export function allowing(
  allowed: readonly AllowedCommand[],
  service: string,
  words: readonly string[],
): AllowedCommand | undefined {
  return allowed.find(
    ({ pattern, services }) => (services.length === 0 || services.includes(service)) && fits(pattern, words),
  )
}

function fits(pattern: string, words: readonly string[]): boolean {
  const wanted = readPattern(pattern)
  return wanted?.length === words.length && wanted.every((one, index) => fitsWord(one, words[index] ?? ''))
}

function fitsWord({ begins, open }: PatternWord, word: string): boolean {
  if (open === undefined) return word === begins
  if (!word.startsWith(begins)) return false
  const rest = word.slice(begins.length)
  if (open === 'word') return anyWord.test(rest)
  return open === 'number' ? anyNumber.test(rest) : open.includes(rest)
}

function readPattern(pattern: string): readonly PatternWord[] | undefined {
  const words = wordsOfCommand(pattern)?.map(readWord)
  return words?.every((word) => word !== undefined) === true ? words : undefined
}

function readWord(word: string): PatternWord | undefined {
  const [whole, begins = '', open] = /^([^<>]*)(?:<([^<>]+)>)?$/.exec(word) ?? []
  if (whole === undefined) return undefined
  if (open === undefined) return { begins }
  if (open === 'word' || open === 'number') return { begins, open }
  const choices = open.split('|')
  return choices.length > 1 && choices.every((choice) => choice !== '')
    ? { begins, open: choices }
    : undefined
}
