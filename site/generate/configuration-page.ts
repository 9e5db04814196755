import { RawConfig } from '../../src/config/schema.js'
import { RawSettings } from '../../src/config/settings-schema.js'
import { type SchemaKey, schemaKeys } from '../../src/yaml/schema-keys.js'
import { withSections } from './sections.js'
import { typeInWords } from './type-in-words.js'

/** Where the table of each section begins in the schema; the longest that fits a key has it. */
const sections: Readonly<Record<string, readonly string[]>> = {
  environments: ['environments'],
  policy: ['environments.<name>.policy'],
  places: ['defaultEnvironment', 'channels'],
  notify: ['notify'],
  roles: ['roles'],
  thresholds: ['thresholds'],
  metrics: ['metrics'],
  logs: ['logs'],
  costs: ['costs', 'environments.<name>.costs'],
  prices: ['prices'],
  alerts: ['alerts'],
  incidents: ['incidents'],
  freezes: ['freezes'],
  onCall: ['onCall'],
  pagerDuty: ['pagerDuty'],
  terraform: ['terraform'],
  schedules: ['schedules'],
  others: ['timeZone', 'ci', 'agents', 'queueBoard', 'terminal'],
}

/** docs/configuration.md: prose as it is written, and the tables of keys from the schemas. */
export function configurationPage(written: string): string {
  const keys = schemaKeys(RawConfig)
  const tables = Object.keys(sections).map(
    (name) =>
      [
        name,
        table(
          'Key',
          keys.filter(({ path }) => sectionOf(path) === name),
        ),
      ] as const,
  )
  return withSections(
    written,
    'keys',
    new Map([['variables', table('Variable', schemaKeys(RawSettings))], ...tables]),
  )
}

function sectionOf(path: string): string {
  const fitting = Object.entries(sections).flatMap(([name, beginnings]) =>
    beginnings
      .filter(
        (beginning) =>
          path === beginning || (/^[.[]/.test(path.slice(beginning.length)) && path.startsWith(beginning)),
      )
      .map((beginning) => ({ name, length: beginning.length })),
  )
  const [longest] = fitting.toSorted((left, right) => right.length - left.length)
  if (longest === undefined)
    throw new Error(
      `No section of docs/configuration.md has ${path}: name one in site/generate/configuration-page.ts.`,
    )
  return longest.name
}

function table(head: string, keys: readonly SchemaKey[]): readonly string[] {
  return [
    `| ${head} | Type | Default | Meaning, and what is allowed |`,
    '|---|---|---|---|',
    ...keys.map(row),
  ]
}

function row(key: SchemaKey): string {
  const cells = [`\`${key.path}\``, typeInWords(key.schema), defaultInWords(key), key.description ?? '']
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** `required`, `—` for none, or what holds where nothing is written. */
export function defaultInWords({
  required,
  default: value,
}: Pick<SchemaKey, 'required' | 'default'>): string {
  if (required) return 'required'
  if (value === undefined) return '—'
  if (typeof value === 'string') return `\`${value}\``
  const text = JSON.stringify(value)
  return text.startsWith('{') && text !== '{}' ? 'all defaults' : `\`${text}\``
}
