import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { grants } from '../../src/aws/grants.js'

/** What the Terraform module fills in: each ARN with the name of `Place` that stands in it besides region and account. */
export function grantsFile(): string {
  const all = grants.map(({ sid, part, actions, on, when = {} }) => ({
    sid,
    part,
    actions,
    on: (on === '*' ? ['*'] : on).map(withName),
    when: Object.fromEntries(
      Object.entries(when).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(withName)])),
      ]),
    ),
  }))
  return json(all)
}

function withName(template: string): { readonly text: string; readonly each: string } {
  const [each = 'nothing', ...others] = [...template.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'region' && name !== 'account')
  if (others.length > 0) throw new Error(`The Terraform module fills in one name of ${template}`)
  return { text: template, each }
}

/** The patterns of the rules in docker/alerts.cloudformation.yaml, by what the module calls the rules. */
export function eventPatternsFile(): string {
  const text = readFileSync(new URL('../alerts.cloudformation.yaml', import.meta.url), 'utf8')
  const { Resources } = parse(text, { logLevel: 'error' }) as {
    readonly Resources: Readonly<
      Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
    >
  }
  const rules = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule')
  return json(
    Object.fromEntries(
      rules.map(([name, { Properties }]) => [
        `${name.replace(/Rule$/, '').toLowerCase()}s`,
        Properties['EventPattern'],
      ]),
    ),
  )
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
