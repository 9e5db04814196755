/** What of EventBridge's patterns the template uses: lists of values, prefixes, `$or`. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export type Pattern = { readonly [key: string]: readonly unknown[] | Pattern }

/** Whether a rule with this pattern lets an event through. Throws for what it does not know, so that nothing passes unread. */
export function lets(pattern: Pattern, event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as readonly Pattern[]).some((one) => lets(one, event))
    const value = (event as Record<string, unknown>)[key]
    if (!Array.isArray(wanted)) return lets(wanted as Pattern, value)
    return wanted.some((one) => isLike(one, value))
  })
}

function isLike(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string') return wanted === value
  const { prefix, ...rest } = wanted as { prefix?: string }
  if (prefix === undefined || Object.keys(rest).length > 0)
    throw new Error(`Not known in a pattern: ${JSON.stringify(wanted)}`)
  return typeof value === 'string' && value.startsWith(prefix)
}
