export { counted } from '../core/wording.js'

/** `a`, `a and b`, `a, b and 3 more` */
export function firstOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most)
  const left = names.length - shown.length
  if (left > 0) return `${shown.join(', ')} and ${left.toLocaleString('en')} more`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
