/** What stands where a secret stood. */
export const masked = '•••'

/** Where a secret stands in a text: from its first letter to behind its last. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Finds secrets of one kind. Takes time in proportion to the text, whatever is in it; spans may overlap and come in any order. */
export type Finder = (text: string) => readonly Span[]

/** Spans in order, those that touch or overlap made one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (to <= from) continue
    const last = merged.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}
