/** One thing that is wrong with the file. */
export interface Problem {
  /** Keys and list positions from the top: `['environments', 'staging', 'region']`. */
  readonly path: readonly PropertyKey[]
  /** Points at the key rather than at its value. */
  readonly atKey?: boolean
  /** What is wrong and what is allowed, in sentences. */
  readonly what: string
}

/** Lines and columns count from 1, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

export type LocatedProblem = Problem & Position

/** `environments.staging.services[1]` */
export function showPath(path: readonly PropertyKey[]): string {
  const shown = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`
    return before === '' ? shorten(String(step)) : `${before}.${shorten(String(step))}`
  }, '')
  return shorten(shown, 300)
}

/** A value as written, short, on one line and safe to print; what looks like a credential is not repeated. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value !== 'string') return shorten(String(value))
  if (/xox[a-z]-|xapp-|A(?:KIA|SIA)[A-Z0-9]{8}|:\/\/[^/\s]*@|[A-Za-z0-9+/=]{32,}/.test(value)) {
    return 'a value that may be secret'
  }
  return `“${shorten(value)}”`
}

function shorten(text: string, most = 60): string {
  const whole = visible(text.slice(0, most))
  return text.length > most ? `${whole}…` : whole
}

/** Control and direction characters would let a file name or a key rewrite the terminal. */
export function visible(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
