import { readdirSync, readFileSync } from 'node:fs'
import { withSections } from './sections.js'

const folder = new URL('../../docs/adr/', import.meta.url)

/** docs/architecture.md: prose as it is written, and the list of decisions. */
export function architecturePage(written: string): string {
  const decisions = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => {
      const [, title = name] =
        /^# (?:\d+[.:] *|ADR \d+[.:] *)?(.+)$/m.exec(readFileSync(new URL(name, folder), 'utf8')) ?? []
      return `- ${name.slice(0, 4)}: [${title}](adr/${name})`
    })
  return withSections(written, 'list', new Map([['decisions', decisions]]))
}
