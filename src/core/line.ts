/** A command as a person would type it. What is undefined is left out; `true` is an option without a value. */
export interface Line {
  readonly verb: string
  readonly words?: readonly (string | undefined)[]
  readonly options?: Readonly<Record<string, string | number | true | undefined>>
}

/** What stands for itself: nothing in it is a quote, a blank, a dash in front or the `=` of an option. */
const simple = /^[A-Za-z0-9][\w.:/@-]*$/

/** One word, in quotes where it needs them, so that it is read back as it is. */
export function quoted(value: string): string {
  if (simple.test(value)) return value
  return `"${value.replace(/\s+/g, ' ').replace(/["\\]/g, (character) => `\\${character}`)}"`
}

/** `approve op-7k2m9q --plan 3fa2c1`: what a button says when it is pressed, and what anybody could have typed. */
export function lineOf({ verb, words = [], options = {} }: Line): string {
  const named = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return []
    return value === true ? [`--${name}`] : [`--${name}`, quoted(String(value))]
  })
  return [verb, ...words.filter((word) => word !== undefined).map(quoted), ...named].join(' ')
}
