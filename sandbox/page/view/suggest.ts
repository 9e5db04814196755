/** A verb as the bot's own help knows it. */
export interface Verb {
  readonly name: string
  readonly summary: string
  /** `/ohmy scale <service> <count> <environment>` */
  readonly usage: string
  /** Without `/ohmy`. */
  readonly examples: readonly string[]
}

export interface Suggestion {
  /** What stands in the composer once it is taken. */
  readonly text: string
  /** What it does, or how it goes on. */
  readonly hint: string
}

const prompt = '/ohmy '
const most = 8

/** What may be meant by what has been typed so far: lines that begin so (said before, or examples), and verbs with what they do. */
export function suggest(
  typed: string,
  verbs: readonly Verb[],
  said: readonly string[],
): readonly Suggestion[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return []
  const verb = verbs.find(({ name }) => typed.startsWith(`${prompt}${name} `))
  const begun = verbs
    .filter(({ name }) => verb === undefined && `${prompt}${name} `.startsWith(typed))
    .map(({ name, summary }) => ({ text: `${prompt}${name} `, hint: summary }))
  const lines = [
    ...said.filter((line) => line.startsWith('/')).toReversed(),
    ...(verb?.examples ?? []).map((example) => `${prompt}${example}`),
  ]
  const whole = lines
    .filter((line) => line.startsWith(typed) && line !== typed)
    .map((text) => ({ text, hint: '' }))
  const known = new Set<string>()
  return [...whole, ...begun]
    .filter(({ text }) => !known.has(text.trim()) && known.add(text.trim()))
    .slice(0, most)
}

/** How the verb that is typed goes on. */
export function usageFor(typed: string, verbs: readonly Verb[]): string | undefined {
  return verbs.find(({ name }) => typed.startsWith(`${prompt}${name} `))?.usage
}
