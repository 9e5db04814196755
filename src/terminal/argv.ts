import { isBlank } from '../dispatch/characters.js'
import { isQuote } from '../dispatch/quotes.js'

/** What the terminal itself takes; everything else is the command. */
export interface TerminalLine {
  readonly json: boolean
  /** Asked again every few seconds, until Ctrl-C. */
  readonly watch: boolean
  /** The exit code tells how what was asked about is. */
  readonly exitCode: boolean
  /** Who to act as, where that is allowed. */
  readonly as?: string
  /** The word typed in advance for a change that asks for one. */
  readonly confirm?: string
  /** The command, as `dispatch` reads it. */
  readonly text: string
}

export type ArgvRead =
  | { readonly ok: true; readonly line: TerminalLine }
  | { readonly ok: false; readonly what: string; readonly next: string }

/** `--json`, `--watch`, `--exit-code`, `--as <person>` and `--confirm <word>` may stand anywhere before `--`; the shell has already taken the quotes away. */
export function readArgv(argv: readonly string[]): ArgvRead {
  const words: string[] = []
  const values = new Map<'as' | 'confirm', string>()
  const flags = new Set<string>()
  let own = true
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? ''
    const named = own ? /^--(as|confirm)(?:=([\s\S]*))?$/.exec(word) : null
    if (own && word === '--') own = false
    else if (own && ownFlags.has(word)) flags.add(word)
    else if (named !== null) {
      const name = named[1] === 'as' ? 'as' : 'confirm'
      const value = named[2] ?? argv[(at += 1)]
      if (value === undefined || value === '') return lacksValue(name)
      if (values.has(name)) return { ok: false, what: `--${name} was given twice.`, next: 'Say it once.' }
      values.set(name, value)
    } else words.push(word)
  }
  const as = values.get('as')
  const confirm = values.get('confirm')
  return {
    ok: true,
    line: {
      json: flags.has('--json'),
      watch: flags.has('--watch'),
      exitCode: flags.has('--exit-code'),
      ...(as === undefined ? {} : { as }),
      ...(confirm === undefined ? {} : { confirm }),
      text: words.map(quoteWord).join(' '),
    },
  }
}

const ownFlags = new Set(['--json', '--watch', '--exit-code'])

function lacksValue(name: 'as' | 'confirm'): ArgvRead {
  const value = name === 'as' ? '<person>' : '<word>'
  return { ok: false, what: `--${name} needs a value.`, next: `Write --${name} ${value}.` }
}

/** One argument of the shell as one word of the command: what the shell kept together stays together. */
export function quoteWord(word: string): string {
  if (word === '') return '""'
  return Array.from(word, (character) => (isSpecial(character) ? `\\${character}` : character)).join('')
}

function isSpecial(character: string): boolean {
  return character === '\\' || isQuote(character) || isBlank(character)
}
