import { invalidPattern } from './invalid.js'

/** A regular expression of a filter pattern: a subset without groups, as AWS documents it. */
export function regexOf(source: string): RegExp {
  const unsupported = /[^A-Za-z0-9 :_#=@/;,^$?[\]{}|\\*+.-]/.exec(source)
  if (unsupported !== null) {
    throw invalidPattern(`the regular expression contains the unsupported character '${unsupported[0]}'`)
  }
  try {
    return new RegExp(source)
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error))
  }
}
