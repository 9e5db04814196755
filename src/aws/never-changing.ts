import type { ProcessCache } from '../core/kept-answers.js'

/** What AWS never changes once it is so (the content of a service revision, a deployment that has ended): asked for once. */
export interface NeverChanging<Value> {
  get(name: string): Value | undefined
  set(name: string, value: Value): void
}

/** @param kind keeps names apart: `revision` */
export function neverChanging<Value>(known: ProcessCache, kind: string): NeverChanging<Value> {
  return {
    get: (name) => known.peek(`${kind} ${name}`)?.value as Value | undefined,
    // How old it is does not matter to anybody.
    set: (name, value) => known.remember(`${kind} ${name}`, { value, at: 0 }),
  }
}
