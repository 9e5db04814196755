/** Terminal sequences: CSI (`ESC [ … m`), OSC (`ESC ] … BEL`) and the two-character ones. */
// oxlint-disable-next-line no-control-regex
const terminalSequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g
/** Control characters but tab and newline, and everything that takes no room: zero-width, soft hyphen, variation tags. */
const unseen =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]|[\u{e0000}-\u{e007f}]/gu
/** Characters that turn the direction of the line around: text would read differently from what it is. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** What `printable()` has made of such a character. */
const writtenOut = /\[U\+(?:061C|200[EF]|202[A-E]|206[6-9])\]/
/**
 * Everything of a text that nobody sees, or that only we have written there: a secret with one of these inside is recognised by nobody but its
 * reader.
 */
export const invisible = new RegExp(
  `${terminalSequences.source}|${unseen.source}|${turning.source}|${writtenOut.source}`,
  'gu',
)

/**
 * Text as it really is: without terminal sequences, control and zero-width characters; characters that change the reading
 * direction are written out as `[U+202E]`. Tabs and newlines stay.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(terminalSequences, '')
    .replace(unseen, '')
    .replace(
      turning,
      (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/\p{Surrogate}/gu, '\ufffd')
}
