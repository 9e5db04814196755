import type { AlertNews } from '../core/alert.js'

/** What somebody told ohmy, as far as ohmy knows it. `unknown`: a kind that is none of ohmy's business, by its name. */
export type ReadEvent =
  | { readonly kind: 'event'; readonly event: AlertNews }
  | { readonly kind: 'unknown'; readonly what: string }
  | { readonly kind: 'malformed'; readonly what: string }

export function malformed(what: string): ReadEvent {
  return { kind: 'malformed', what }
}

/** JSON; undefined where it is none. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
