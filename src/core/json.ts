import { z } from 'zod'

/** What survives JSON.stringify and back: the `--json` output, Redis records, button values. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What was read by JSON.parse is Json already: only its absence is checked. */
export const Json = z.custom<Json>((value) => value !== undefined)

/** A plain value as it survives JSON: what is undefined in it is gone. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
