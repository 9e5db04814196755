import { compare, isTrue, numberOf, textOf, type Value } from './values.js'

export interface KnownFunction {
  least: number
  most: number
  apply: (values: Value[]) => Value
}

function textFunction(apply: (text: string) => Value): KnownFunction {
  return { least: 1, most: 1, apply: ([value]) => (value === undefined ? undefined : apply(textOf(value))) }
}

function numberFunction(apply: (number: number) => number): KnownFunction {
  return {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const number = numberOf(value)
      return number === undefined ? undefined : apply(number)
    },
  }
}

const subnetFunction: KnownFunction = {
  least: 2,
  most: 2,
  apply: ([address, subnet]) => isInSubnet(textOf(address), textOf(subnet)),
}

/** The functions of the query language, by their name in small letters. */
export const functions: Readonly<Record<string, KnownFunction>> = {
  strlen: textFunction((text) => [...text].length),
  toupper: textFunction((text) => text.toUpperCase()),
  tolower: textFunction((text) => text.toLowerCase()),
  trim: textFunction((text) => text.trim()),
  ltrim: textFunction((text) => text.trimStart()),
  rtrim: textFunction((text) => text.trimEnd()),
  isvalidip: textFunction((text) => addressNumber(text) !== undefined),
  isvalidipv4: textFunction((text) => addressNumber(text) !== undefined),
  isipv4insubnet: subnetFunction,
  isipinsubnet: subnetFunction,
  abs: numberFunction(Math.abs),
  ceil: numberFunction(Math.ceil),
  floor: numberFunction(Math.floor),
  sqrt: numberFunction(Math.sqrt),
  log: numberFunction(Math.log),
  coalesce: { least: 1, most: 50, apply: (values) => values.find((value) => value !== undefined) },
  ispresent: { least: 1, most: 1, apply: ([value]) => value !== undefined },
  isempty: { least: 1, most: 1, apply: ([value]) => value === undefined || value === '' },
  isblank: { least: 1, most: 1, apply: ([value]) => textOf(value).trim() === '' },
  concat: { least: 1, most: 50, apply: (values) => values.map(textOf).join('') },
  strcontains: { least: 2, most: 2, apply: ([text, part]) => (textOf(text).includes(textOf(part)) ? 1 : 0) },
  replace: {
    least: 3,
    most: 3,
    apply: ([text, part, other]) => textOf(text).replaceAll(textOf(part), textOf(other)),
  },
  substr: {
    least: 2,
    most: 3,
    apply: ([text, start, length]) => {
      const from = numberOf(start) ?? 0
      return textOf(text).slice(from, length === undefined ? undefined : from + (numberOf(length) ?? 0))
    },
  },
  greatest: { least: 1, most: 50, apply: (values) => values.toSorted(compare).at(-1) },
  least: { least: 1, most: 50, apply: (values) => values.toSorted(compare)[0] },
  tomillis: { least: 1, most: 1, apply: ([value]) => numberOf(value) },
  frommillis: {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const number = numberOf(value)
      return number === undefined ? undefined : new Date(number)
    },
  },
  not: { least: 1, most: 1, apply: ([value]) => !isTrue(value) },
}

function addressNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

function isInSubnet(address: string, subnet: string): boolean {
  const [base = '', bits = '32'] = subnet.split('/')
  const number = addressNumber(address)
  const network = addressNumber(base)
  if (number === undefined || network === undefined) return false
  const size = 2 ** (32 - Number(bits))
  return Math.floor(number / size) === Math.floor(network / size)
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

/** The milliseconds of a period such as `5m`; undefined for what is none. */
export function periodOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/i.exec(text) ?? []
  const length = units[unit.toLowerCase()]
  if (count === undefined || length === undefined || Number(count) === 0) return undefined
  return Number(count) * length
}
