const units = [
  { name: 'day', size: 86_400_000 },
  { name: 'hour', size: 3_600_000 },
  { name: 'minute', size: 60_000 },
  { name: 'second', size: 1_000 },
] as const

/** How long ago in one unit, cut off and not rounded: `4 minutes ago`, `1 hour ago`; below a second `just now`. Both in ms since the epoch. */
export function agoInWords(at: number, now: number): string {
  const passed = now - at
  const unit = units.find(({ size }) => passed >= size)
  if (unit === undefined) return 'just now'
  const count = Math.floor(passed / unit.size)
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ago`
}
