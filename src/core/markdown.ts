import { maskSecrets } from './mask.js'
import { printable } from './printable.js'

/** Text that stands in Markdown as itself: nothing in it is interpreted. */
export function plainMarkdown(text: string): string {
  const marked = written(text).replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`)
  // What begins a line may be a list, a rule or the line below a heading.
  return marked
    .trim()
    .replace(/^(?:([-+=])|(\d{1,9})([.)]))/, (_all, mark, figures, end) =>
      mark === undefined ? `${figures}\\${end}` : `\\${mark}`,
    )
}

/** A name that leads somewhere; only the name, where the address is none of the web. */
export function linkMarkdown(name: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return plainMarkdown(name)
  // A bracket would end the address.
  return `[${plainMarkdown(name)}](${url.href.replaceAll('(', '%28').replaceAll(')', '%29')})`
}

/** As code, with a fence longer than any run of backticks in it; a bar would end a cell of a table. */
export function codeMarkdown(text: string): string {
  const one = written(text).replaceAll('|', '¦')
  const longest = Math.max(0, ...(one.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `\`${one}\`` : `${fence} ${one} ${fence}`
}

/** Names and values, two columns without a heading. @param rows names are text, values Markdown */
export function tableMarkdown(rows: readonly (readonly [string, string])[]): readonly string[] {
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${plainMarkdown(name)} | ${value} |`)]
}

/** `2026-11-28 20:14:05`, in UTC. @param at ms since the epoch */
export function timeMarkdown(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** In one line, as it really is. Secrets are masked before marks stand around them, which would be taken for a part of them. */
function written(text: string): string {
  return printable(maskSecrets(text)).replace(/\s+/g, ' ')
}
