import type { z } from 'zod'
import type { Stored } from './flow-store.js'

/** The records of a kind among others, as the open ones of a lane are read. What another release wrote differently is left out. */
export function recordsOf<R>(
  stored: readonly Stored[],
  { kind, record }: { readonly kind: string; readonly record: z.ZodType<R> },
): readonly R[] {
  return stored.filter((one) => one.kind === kind).flatMap((one) => record.safeParse(one.record).data ?? [])
}
