import type { AlertNews } from '../core/alert.js'
import type { HookNews } from '../core/pause.js'
import type { ServiceNews } from '../core/service-news.js'

/** What somebody told ohmy, as far as ohmy knows it. `unknown`: a kind that is none of ohmy's business, by its name. */
export type ReadEvent<News = AlertNews | HookNews | ServiceNews> =
  | { readonly kind: 'event'; readonly event: News }
  | { readonly kind: 'unknown'; readonly what: string }
  | { readonly kind: 'malformed'; readonly what: string }

export function malformed(what: string): ReadEvent<never> {
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
