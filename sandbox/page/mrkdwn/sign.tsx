import type { ReactNode } from 'react'

const green = '#2f9e5b'
const yellow = '#e5b426'
const red = '#d63d3d'
const blue = '#3b82d6'
const dark = '#2b3036'

const circles = {
  '🟢': green,
  '🟡': yellow,
  '🟠': '#e0782c',
  '🔴': red,
  '🔵': blue,
  '🟣': '#8957c9',
  '🟤': '#8a5a3b',
  '⚪': '#d3d9de',
  '⚫': dark,
}
const squares = {
  '🟩': green,
  '🟨': yellow,
  '🟧': '#e0782c',
  '🟥': red,
  '🟦': blue,
  '⬜': '#d3d9de',
  '⬛': dark,
}
const octagon = 'M6 1h8l5 5v8l-5 5H6l-5-5V6z'

const shapes: Readonly<Record<string, ReactNode>> = {
  ...mapValues(circles, (fill) => <circle cx="10" cy="10" r="8.5" fill={fill} />),
  ...mapValues(squares, (fill) => <rect x="2" y="2" width="16" height="16" rx="2" fill={fill} />),
  '✅': withInk(<rect x="1" y="1" width="18" height="18" rx="4" fill={green} />, 'M5.5 10.5l3 3 6-7'),
  '✔': <path d="M3 11l5 5 9-12" stroke={green} fill="none" strokeWidth="3.2" />,
  '❌': <path d="M4 4l12 12M16 4L4 16" stroke={red} strokeWidth="3.6" strokeLinecap="round" />,
  '⚠': withInk(<path d="M10 1.5L19 18H1z" fill={yellow} />, 'M10 7v5M10 14.6v.6', dark),
  '⛔': withInk(<circle cx="10" cy="10" r="9" fill={red} />, 'M5 10h10'),
  '✋': (
    <path
      d="M6.5 10V4.2M9.4 9.5V2.4M12.3 9.5V3M15.2 10.5V5M6.5 9v4.5M6.8 12L4 9.6M6.6 12.5c.4 3.4 2 5.3 4.6 5.3 2.7 0 4-2 4-5.3v-3z"
      stroke={yellow}
      fill={yellow}
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  '⏸': withInk(<rect x="1" y="1" width="18" height="18" rx="4" fill={blue} />, 'M7.4 6v8M12.6 6v8'),
  '💡': withInk(<circle cx="10" cy="8" r="6.5" fill={yellow} />, 'M7.8 16h4.4M8.8 18.6h2.4', '#6b7a88'),
  '📖': withInk(
    <path d="M1 4c3-1.5 6-1 9 1 3-2 6-2.5 9-1v12c-3-1.5-6-1-9 1-3-2-6-2.5-9-1z" fill={blue} />,
    'M10 5v12',
  ),
  '🛑': <path d={octagon} fill={red} />,
  ℹ: withInk(<rect x="1" y="1" width="18" height="18" rx="4" fill={blue} />, 'M10 9v6M10 5v.6'),
  '🔍': withInk(
    <circle cx="8" cy="8" r="5.5" fill="none" stroke="#6b7a88" strokeWidth="2.4" />,
    'M12.5 12.5L18 18',
    '#6b7a88',
  ),
}
const signs = new RegExp(`((?:${Object.keys(shapes).join('|')})\uFE0F?)`, 'u')

/**
 * The signs that carry a message's meaning (circles and squares of a colour, check mark, cross, warning…), drawn, because
 * a machine without an emoji font shows empty boxes. Undefined for any other text.
 */
export function drawnSign(character: string): ReactNode | undefined {
  const name = character.replace('\uFE0F', '')
  if (!Object.hasOwn(shapes, name)) return undefined
  return (
    <svg viewBox="0 0 20 20" width="1.05em" height="1.05em" aria-hidden="true">
      {shapes[name]}
    </svg>
  )
}

/** A text in pieces, each of the signs a piece of its own. */
export function splitAtSigns(text: string): readonly string[] {
  return text.split(signs).filter((part) => part !== '')
}

function withInk(ground: ReactNode, path: string, ink = '#fff'): ReactNode {
  return (
    <>
      {ground}
      <path
        d={path}
        stroke={ink}
        fill="none"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  )
}

function mapValues(
  record: Readonly<Record<string, string>>,
  shape: (color: string) => ReactNode,
): Readonly<Record<string, ReactNode>> {
  return Object.fromEntries(Object.entries(record).map(([key, color]) => [key, shape(color)]))
}
