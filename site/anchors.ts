/** A heading of a page, and where a link finds it. */
export interface Heading {
  readonly depth: number
  readonly words: string
  readonly anchor: string
}

/** As GitHub makes anchors of headings. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-')
}

/** The headings of a page, without what only looks like one in a block of code. */
export function headingsOf(markdown: string): readonly Heading[] {
  const prose = markdown.replace(/^(`{3,})[^]*?^\1$/gm, '')
  return [...prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', words = '']) => ({
    depth: marks.length,
    words,
    anchor: anchorOf(words),
  }))
}
