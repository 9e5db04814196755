import { createHash, randomInt } from 'node:crypto'

/** No letters and digits that are easily mistaken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** `op-7k2m9qa`: one nobody else has, as far as 27 thousand million make it so. */
export function newId(prefix: string): string {
  return `${prefix}-${Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('')}`
}

/** The one id that belongs to a name: whoever does the same thing again, after a crash or a second click, does it under the same id. */
export function idFrom(prefix: string, name: string, digits = 7): string {
  const digest = createHash('sha256').update(name).digest().subarray(0, digits)
  return `${prefix}-${Array.from(digest, (digit) => alphabet[digit % alphabet.length]).join('')}`
}
