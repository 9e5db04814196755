import { findInAddresses } from './secrets/addresses.js'
import { findBearers } from './secrets/bearers.js'
import { findInCommands } from './secrets/command-lines.js'
import { findKeyBlocks } from './secrets/key-blocks.js'
import { findNamedValues } from './secrets/named-values.js'
import { readings } from './secrets/readings.js'
import { findShapes } from './secrets/shapes.js'
import { type Finder, masked, mergeSpans } from './secrets/span.js'
import { findSpoken } from './secrets/spoken-values.js'

export { insideKeyBlock } from './secrets/key-blocks.js'
export { namesSecret } from './secrets/names.js'
export { masked }

const finders: readonly Finder[] = [
  findKeyBlocks,
  findInAddresses,
  findShapes,
  findNamedValues,
  findBearers,
  findSpoken,
  findInCommands,
]

/**
 * Text without what looks like a secret: keys and tokens with a form of their own, private keys, passwords in addresses and command lines, and
 * whatever stands behind a name such as `DB_PASS=`, also where it is escaped as in JSON, URLs or HTML (docs/secrets.md says what nobody can
 * find). Rather masks too much, and leaves digests, commits, ARNs, ids and tags. Takes time in proportion to the text. Pure; never throws.
 */
export function maskSecrets(text: string): string {
  const spans = [...readings(text)].flatMap((reading) =>
    finders.flatMap((find) => find(reading.text).map(reading.original)),
  )
  let shown = ''
  let rest = 0
  for (const { from, to } of mergeSpans(spans)) {
    const found = text.slice(from, to)
    // What was masked before stays letter by letter, also as JSON escapes it: the lines of an exported record are hashed.
    shown += `${text.slice(rest, from)}${isMasked(found) ? found : masked}`
    rest = to
  }
  return shown + text.slice(rest)
}

/** The mark itself, as it is or with `\u2022` for each of its three dots. */
const marks = /^(?:•|\\{1,4}u2022){3}$/i

function isMasked(found: string): boolean {
  return found.length <= 30 && marks.test(found)
}
