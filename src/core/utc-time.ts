/**
 * `2026-11-28 13:36 UTC`: a moment in a text that stands for hours, such as a plan, where "3 h ago" would soon be wrong. Views show it on the clock of whoever reads.
 * @param at ms since the epoch
 */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Finds what `utcTime` wrote: the word before it, where that takes a time and no age; day and time. */
export const writtenUtcTime =
  /(\bsince |\buntil (?:about )?|\bbefore |\b)(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/g
