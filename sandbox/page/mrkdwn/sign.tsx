import type { ReactNode } from 'react'

/** The names of the pictures that the page is served with, with spaces between: `1f4df 2705 …`. Put in by the build. */
declare const EMOJI_PICTURES: string

const pictures = new Set(EMOJI_PICTURES.split(' '))

// An emoji as people see it: a flag, a keycap, or pictures joined into one, each with a colour of skin or the mark that asks for a picture.
const one = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?`
const signs = new RegExp(
  String.raw`(\p{Regional_Indicator}{2}|[#*0-9]\uFE0F?\u20E3|${one}(?:\u200D${one})*)`,
  'u',
)

/**
 * An emoji, drawn with a picture that comes with the page: a machine without a colour emoji font shows empty boxes. Undefined for any other text, also for
 * what is a letter unless it asks for a picture: `↗`, `©`.
 */
export function drawnSign(character: string): ReactNode | undefined {
  const asks = /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|.\uFE0F)/u.test(character)
  const name = pictureName(character)
  if (!asks || !pictures.has(name)) return undefined
  return <img src={`/emoji/${name}.svg`} alt="" width="20" height="20" />
}

/** A text in pieces, each emoji a piece of its own. */
export function splitAtSigns(text: string): readonly string[] {
  return text.split(signs).filter((part) => part !== '')
}

/** As the pictures are called: without the mark, but for those that are joined. */
function pictureName(character: string): string {
  const bare = character.includes('\u200D') ? character : character.replaceAll('\uFE0F', '')
  return Array.from(bare, (part) => part.codePointAt(0)?.toString(16)).join('-')
}
