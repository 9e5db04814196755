import type { Figure, Proof } from './proof.js'

/** What was measured, of one proof, and where. */
export interface Result {
  readonly proof: Pick<Proof, 'name' | 'claim'>
  readonly figures: readonly Figure[]
  /** `29 November 2026` */
  readonly day: string
  /** Node, Redis, cores, load. */
  readonly machine: string
  readonly notes: readonly string[]
}

const begin = '<!-- what `npm run prove` writes begins here -->'
const end = '<!-- and ends here -->'
const head = '| proof | what is claimed | figure | measured | goal | | repeat it | when, where |'
const rule = '|---|---|---|---|---|---|---|---|'

/** The page with the results in it: those of other proofs stay as they are. @param order names of all proofs; of others nothing stays */
export function withResults(page: string, results: readonly Result[], order: readonly string[]): string {
  const [before = '', rest = ''] = page.split(begin)
  const [inside = '', after = ''] = rest.split(end)
  const known = new Map(order.map((name) => [name, partOf(inside, name)]))
  for (const result of results) known.set(result.proof.name, written(result))
  const parts = order.map((name) => known.get(name) ?? { rows: [], notes: [] })
  const rows = parts.flatMap((part) => part.rows)
  const notes = parts.flatMap((part) => part.notes)
  const told = notes.length === 0 ? '' : `\n${notes.join('\n')}\n`
  return `${before}${begin}\n\n${[head, rule, ...rows].join('\n')}\n${told}\n${end}${after}`
}

interface Part {
  readonly rows: readonly string[]
  readonly notes: readonly string[]
}

function partOf(inside: string, name: string): Part {
  const lines = inside.split('\n')
  return {
    rows: lines.filter((line) => line.startsWith(`| \`${name}\` |`)),
    notes: lines.filter((line) => line.startsWith(`- \`${name}\`: `)),
  }
}

function written({ proof, figures, day, machine, notes }: Result): Part {
  const rows = figures.map(({ what, measured, goal, met }, index) => {
    const mark = goal === '–' ? '' : met ? 'met' : '**missed**'
    const claim = index === 0 ? proof.claim : ''
    const repeat = index === 0 ? `\`npm run prove -- ${proof.name}\`` : ''
    const where = index === 0 ? `${day}; ${machine}` : ''
    const cells = [`\`${proof.name}\``, claim, what, `**${measured}**`, goal, mark, repeat, where]
    return `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '¦')).join(' | ')} |`
  })
  return { rows, notes: notes.map((note) => `- \`${proof.name}\`: ${note.replaceAll('\n', ' ')}`) }
}
