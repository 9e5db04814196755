import type { Span } from './span.js'

const begins = /-{4,5} ?BEGIN[ +]([A-Z0-9 +]{1,60}?) ?-{4,5}/g
/** Blocks that everybody may read. */
const isPublic = /CERTIFICATE|PUBLIC KEY|SIGNATURE|SIGNED MESSAGE|PARAMETERS|CRL$/

interface Block extends Span {
  readonly isCutOff: boolean
}

/** Private keys and what is encrypted for somebody, as PEM, OpenSSH, PGP, age and PuTTY write them; one that was cut off reaches to the end. */
export function findKeyBlocks(text: string): readonly Block[] {
  const blocks: Block[] = []
  begins.lastIndex = 0
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    if (isPublic.test(match[1] ?? '')) continue
    const end = /-{4,5} ?END[ +][A-Z0-9 +]{1,60}?-{4,5}/g
    end.lastIndex = begins.lastIndex
    const isCutOff = end.exec(text) === null
    const to = isCutOff ? text.length : end.lastIndex
    blocks.push({ from: match.index, to, isCutOff })
    begins.lastIndex = to
  }
  const lines = text.search(/\bPrivate-Lines: \d/)
  return lines < 0 ? blocks : [...blocks, { from: lines, to: text.length, isCutOff: true }]
}

/** Whether a block that nobody may read was begun and is not at its end: its single lines nothing would recognise any more. */
export function insideKeyBlock(text: string): boolean {
  return findKeyBlocks(text).some(({ isCutOff }) => isCutOff)
}
