import { z } from 'zod'
import type { Check } from '../../src/checks/check.js'

export interface Described {
  readonly properties: Readonly<
    Record<
      string,
      {
        readonly description?: string
        readonly default?: string | number | boolean
        readonly enum?: readonly string[]
      }
    >
  >
  readonly required?: readonly string[]
}

function argumentsOf({ arguments: schema }: Check): string {
  const { properties, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as unknown as Described
  const told = Object.entries(properties).map(([name, { description, default: usual, enum: options }]) => {
    const shown = required.includes(name) ? `*\`${name}\`*` : `\`${name}\``
    const one = options === undefined ? '' : `: one of ${options.map((option) => `\`${option}\``).join(', ')}`
    const rest = usual === undefined ? '' : ` (\`${usual}\`)`
    return `${shown}${one}${description === undefined ? '' : `: ${description}`}${rest}`
  })
  return told.join('<br>')
}

/** The row of a check as it stands in docs/checks.md. */
export function rowOf(check: Check): string {
  const { name, summary, reads, value = '', results, needsService } = check
  const read = reads.map((action) => action.split(':')[1]).join(', ')
  const service = needsService ? 'of a service' : 'of an environment'
  const cells = [
    `\`${name}\``,
    `${summary} (${service})`,
    argumentsOf(check),
    read === '' ? "ohmy's own store" : read,
    value,
    results.pass,
    results.warn ?? '',
    results.fail ?? '',
  ]
  return `| ${cells.join(' | ')} |`
}
