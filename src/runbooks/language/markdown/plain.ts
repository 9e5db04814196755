/** The most of a link or picture that is looked at, so that brackets without an end cost nothing. */
const link = /(!?)\[([^\]\n]{0,300})\]\(([^)\s\n]{0,1000})(?:[ \t]+"[^"\n]{0,300}")?\)/g

/** A line of Markdown as text: pictures and links by their words and addresses, without stars. What is code stays as it is. */
export function plain(line: string): string {
  return line
    .split('`')
    .map((part, index) => (index % 2 === 1 ? part : withoutMarks(part)))
    .join('`')
}

function withoutMarks(text: string): string {
  return text
    .replace(link, (_, picture: string, words: string, address: string) => linkWords(picture, words, address))
    .replaceAll('**', '')
    .replaceAll('__', '')
}

function linkWords(picture: string, words: string, address: string): string {
  if (picture === '!') return words === '' ? `picture: ${address}` : `${words} (picture: ${address})`
  return words === address || address.startsWith('#') ? words : `${words} (${address})`
}

/** An entry that only leads to another place of the same page: a table of contents. */
export function isOnlyAnchor(line: string): boolean {
  return /^\[[^\]\n]{0,300}\]\(#[^)\s]{0,300}\)$/.test(line.trim())
}
