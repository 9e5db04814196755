/** Notes a problem at a JSON pointer. */
export type Report = (pointer: string, problem: string) => void

/** Checks one value and reports every problem in it. */
export type Rule = (value: unknown, pointer: string, report: Report) => void

export type Node = Readonly<Record<string, unknown>>

interface Field {
  readonly rule: Rule
  readonly required: boolean
}

export const required = (rule: Rule): Field => ({ rule, required: true })
export const optional = (rule: Rule): Field => ({ rule, required: false })

/** A string between `min` and `max` characters. */
export function string(max: number, min = 0): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report(pointer, 'must provide a string')
    if (value.length > max) report(pointer, `must be less than ${max + 1} characters`)
    if (value.length < min) report(pointer, `must be more than ${min - 1} characters`)
  }
}

/** A string of this form. @param what it must be, for people */
export function matching(form: RegExp, what: string): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report(pointer, 'must provide a string')
    if (!form.test(value)) report(pointer, `must be ${what}`)
  }
}

/** A whole or broken number from `min` to `max`. */
export function number(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'number') return report(pointer, 'must provide a number')
    if (value < min || value > max) report(pointer, `must be between ${min} and ${max}`)
  }
}

export const boolean: Rule = (value, pointer, report) => {
  if (typeof value !== 'boolean') report(pointer, 'must provide a boolean')
}

/** Anything at all: for what Slack does not document. */
export const anything: Rule = () => undefined

/** One of these strings or numbers. */
export function choice(...allowed: readonly (string | number)[]): Rule {
  return (value, pointer, report) => {
    if (!allowed.includes(value as string)) {
      report(pointer, `must be a valid enum value: ${allowed.join(', ')}`)
    }
  }
}

/** A list of `min` to `max` items. */
export function list(item: Rule, max = Number.POSITIVE_INFINITY, min = 0): Rule {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report(pointer, 'must provide an array')
    if (value.length > max) report(pointer, `no more than ${max} items allowed`)
    if (value.length < min) report(pointer, `no fewer than ${min} items allowed`)
    for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, report)
  }
}

/** An object with these fields and no others. */
export function object(fields: Readonly<Record<string, Field>>, also: Rule = anything): Rule {
  return (value, pointer, report) => {
    if (!isNode(value)) return report(pointer, 'must provide an object')
    for (const [name, field] of Object.entries(fields)) {
      const present = value[name] !== undefined && value[name] !== null
      if (present) field.rule(value[name], `${pointer}/${name}`, report)
      else if (field.required) report(pointer, `missing required field: ${name}`)
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) report(pointer, `invalid additional property: ${name}`)
    }
    also(value, pointer, report)
  }
}

/** An object chosen by its `type`. */
export function byType(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, pointer, report) => {
    if (!isNode(value)) return report(pointer, 'must provide an object')
    const type = value['type']
    if (type === undefined) return report(pointer, 'missing required field: type')
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined
    if (rule === undefined)
      return report(
        `${pointer}/type`,
        `unsupported type: ${typeof type === 'string' ? type : JSON.stringify(type)}`,
      )
    rule(value, pointer, report)
  }
}

/** The same object in a rule of its own, for a check across its fields. */
export function atLeastOne(...names: readonly string[]): Rule {
  return (value, pointer, report) => {
    if (isNode(value) && names.every((name) => value[name] === undefined)) {
      report(pointer, `missing required field: ${names.join(' or ')}`)
    }
  }
}

/** Not more than one of these fields. */
export function notBoth(first: string, second: string): Rule {
  return (value, pointer, report) => {
    if (isNode(value) && value[first] !== undefined && value[second] !== undefined) {
      report(pointer, `cannot provide both ${first} and ${second}`)
    }
  }
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, pointer, report) => {
    for (const rule of rules) rule(value, pointer, report)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
