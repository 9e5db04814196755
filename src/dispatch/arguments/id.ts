import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** Something that has an id of its own: an operation, a run, an alert. */
export interface Named {
  /** `op` of `op-7k2m9qa`; `newId` and `idFrom` make them. */
  readonly prefix: string
  /** Others that its ids may begin with. */
  readonly otherPrefixes?: readonly string[]
  /** In codes and usage lines: `operation`. */
  readonly name: string
  /** Where it is not the name: what stands in usage lines. */
  readonly placeholder?: string
  /** As a sentence says it, with its article: `an operation`. */
  readonly one: string
  /** `No operation was named.` */
  readonly missing: string
  /** Where the id is to be found: `the message of the operation`. */
  readonly from: string
}

/** Whether a word can only be such an id. */
export function isIdOf(
  { prefix, otherPrefixes = [] }: Pick<Named, 'prefix' | 'otherPrefixes'>,
  word: string,
): boolean {
  const known = [prefix, ...otherPrefixes].join('|')
  return new RegExp(`^(?:${known})-[a-z0-9]{4,30}$`).test(word.toLowerCase())
}

/** An id, as the messages show it. @param options.fits a word that is none goes to the next argument, instead of being refused */
export function idArgument(
  named: Named,
  options: { readonly summary: string; readonly named?: boolean; readonly fits?: boolean },
): RequiredArgument<string> {
  const { prefix, name, placeholder = name, one, missing, from } = named
  const begins = [prefix, ...(named.otherPrefixes ?? [])].map((one) => `\`${one}-\``).join(' or ')
  const next = `Copy it from ${from}: ${begins} and a few letters and figures.`
  return argument({
    kind: 'word',
    placeholder,
    summary: options.summary,
    named: options.named ?? false,
    idPrefix: prefix,
    ...(options.fits === true ? { fits: (word: string) => isIdOf(named, word) } : {}),
    read(typed) {
      if (typed === undefined) return { ok: false, code: `${name}-missing`, what: missing, next }
      const id = typed.trim().toLowerCase()
      if (isIdOf(named, id)) return { ok: true, value: id }
      return { ok: false, code: `${name}-invalid`, what: `${inCode(typed)} is not the id of ${one}.`, next }
    },
  })
}
