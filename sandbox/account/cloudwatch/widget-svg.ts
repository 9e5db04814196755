/** Names of what is measured, as an axis says them. */
export const ink = '#16191f'
export const quiet = '#545b64'
export const grid = '#e9ebed'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text that cannot leave its place; without characters that XML does not know. */
export function escapeXml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replace(/[&<>"]/g, (character) => entities[character] ?? character)
  )
}

export interface TextStyle {
  readonly size?: number
  readonly color?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean
}

export function label(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = 11, color = quiet, anchor = 'start', bold = false } = style
  const weight = bold ? ' font-weight="bold"' : ''
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${color}" text-anchor="${anchor}"${weight}>${escapeXml(text)}</text>`
}

export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  color: string,
  more: { readonly width?: number; readonly dash?: string } = {},
): string {
  const dash = more.dash === undefined ? '' : ` stroke-dasharray="${more.dash}"`
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${color}" stroke-width="${more.width ?? 1}"${dash}/>`
}

export function box(x: number, y: number, width: number, height: number, color: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(Math.max(0, width))}" height="${round(Math.max(0, height))}" fill="${color}"/>`
}

/** About how wide DejaVu Sans sets a text: its letters are 0.6 of their size on average, capitals a little more. */
export function widthOf(text: string, size = 11): number {
  return [...text].length * size * 0.6
}

/** As much of a text as has room. */
export function cutTo(text: string, width: number, size = 11): string {
  if (widthOf(text, size) <= width) return text
  const room = Math.max(1, Math.floor(width / (size * 0.6)) - 1)
  return `${[...text].slice(0, room).join('')}…`
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
