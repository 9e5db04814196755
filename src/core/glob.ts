/**
 * Whether a name fits a pattern with `*` (anything, also nothing) and `?` (one character); case counts, as in the names of CloudWatch. Takes at most
 * the product of the two lengths, whatever is written: going back goes to the last `*` only.
 */
export function fitsGlob(name: string, pattern: string): boolean {
  const characters = [...name]
  const wanted = [...pattern]
  let at = 0
  let place = 0
  let star = -1
  let from = 0
  while (at < characters.length) {
    const one = wanted[place]
    if (one === '*') {
      star = place
      from = at
      place += 1
    } else if (one !== undefined && (one === '?' || one === characters[at])) {
      at += 1
      place += 1
    } else if (star !== -1) {
      from += 1
      at = from
      place = star + 1
    } else return false
  }
  while (wanted[place] === '*') place += 1
  return place === wanted.length
}

/** How much of a name a pattern says: its characters without `*`. More is more specific. */
export function saidBy(pattern: string): number {
  return [...pattern].filter((character) => character !== '*').length
}
