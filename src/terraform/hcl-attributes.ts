import { attributesIn } from './hcl-blocks.js'

/** What is written for an attribute: a value, or something that only Terraform computes. */
export type Written = string | number | boolean | { readonly computed: true }

export interface Setting {
  readonly name: string
  readonly value: Written
  /** As it stands there. */
  readonly text: string
  /** From 1, in the text it was read from. */
  readonly line: number
}

/** The attributes of a body, not of the blocks within it, nor those that are `null`: that is, left out. @param before lines that stand before the body */
export function settingsIn(body: string, before = 0): readonly Setting[] {
  return attributesIn(body).flatMap(({ name, value, line }) =>
    value === 'null' ? [] : [{ name, value: valueOf(value), text: value, line: before + line }],
  )
}

/** `"a"`, `12`, `true`; whatever else there is, is computed. */
export function valueOf(written: string): Written {
  if (written === 'true' || written === 'false') return written === 'true'
  if (/^-?\d+(?:\.\d+)?$/.test(written)) return Number(written)
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(written)?.[1]
  if (quoted === undefined || /(?<![$%])[$%]\{/.test(quoted)) return { computed: true }
  const characters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return quoted
    .replace(/\\(.)/gs, (_, character: string) => characters[character] ?? character)
    .replaceAll('$${', '${')
    .replaceAll('%%{', '%{')
}
