const palette = ['#0f766e', '#b45309', '#4f46e5', '#be185d', '#4d7c0f', '#475569']

/** The colour of a chart's series or segment: distinct for the six that Slack allows. */
export function colorOf(index: number): string {
  return palette[index % palette.length] ?? '#475569'
}
