import { roomRows, type RoomRow } from '../rooms.js'

const box = { width: 196, height: 62, gap: 12 }
const perRow = 6
const margin = 24

/** The house as a picture: each room stands above all that it may import. */
export function housePicture(): string {
  const rooms = roomRows().filter(({ path }) => !/^(?:package\.json|build\.ts)$/.test(path))
  const floors = floorsOf(rooms)
  const width = 2 * margin + perRow * box.width + (perRow - 1) * box.gap
  let y = margin
  const parts = floors.map(({ label, rooms: here }) => {
    const labelHeight = label === '' ? 0 : 26
    const top = y
    const rows = Math.ceil(here.length / perRow)
    y += labelHeight + rows * (box.height + box.gap) + 4
    return [
      label === ''
        ? `<line x1="${margin}" x2="${width - margin}" y1="${top - 6}" y2="${top - 6}"/>`
        : `<text x="${margin}" y="${top + 16}" class="floor">${label}</text>`,
      ...here.map((room, index) => {
        const row = Math.floor(index / perRow)
        const inRow = Math.min(perRow, here.length - row * perRow)
        const left = (width - inRow * box.width - (inRow - 1) * box.gap) / 2
        return roomBox(
          room,
          left + (index % perRow) * (box.width + box.gap),
          top + labelHeight + row * (box.height + box.gap),
        )
      }),
    ].join('\n')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="The rooms of the house, each above those it may import">`,
    '<style>text{font-family:system-ui,sans-serif;fill:#1f2328}.floor{font-size:13px;fill:#59636e}.name{font-size:14px;font-weight:700}.about{font-size:10.5px;fill:#59636e}rect.room{fill:#f6f8fa;stroke:#d1d9e0}line{stroke:#d1d9e0;stroke-dasharray:2 4}</style>',
    `<rect width="${width}" height="${y}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

interface Floor {
  readonly label: string
  readonly rooms: readonly RoomRow[]
}

/** From the roof down. What production never imports stands beside it, last. */
function floorsOf(rooms: readonly RoomRow[]): readonly Floor[] {
  const beside = rooms.filter(({ path }) => /^(?:sandbox|docker|site)\//.test(path))
  const inside = rooms.filter((room) => !beside.includes(room))
  const heights = new Map(inside.map((room) => [room, heightOf(room, inside)]))
  const levels = [...new Set(heights.values())].toSorted((left, right) => right - left)
  const house = levels.map((level) => ({
    label:
      level === Infinity
        ? 'What people say, and where all is wired'
        : level === 0
          ? 'Ground: imports nothing of ours'
          : '',
    rooms: inside.filter((room) => heights.get(room) === level),
  }))
  return [...house, { label: 'Beside the house: production never imports it', rooms: beside }]
}

/** How many rooms stand above each other below this one. */
function heightOf(room: RoomRow, rooms: readonly RoomRow[]): number {
  if (room.imports.startsWith('all but')) return Infinity
  const below = rooms.filter(({ name }) => room.imports.split(', ').includes(name))
  return below.length === 0 ? 0 : 1 + Math.max(...below.map((other) => heightOf(other, rooms)))
}

function roomBox({ path, about }: RoomRow, x: number, y: number): string {
  const lines = wrapped(about.replaceAll(/[`*]/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'), 30, 2)
  return [
    `<rect class="room" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>`,
    `<text class="name" x="${x + 10}" y="${y + 20}">${escaped(path)}</text>`,
    ...lines.map(
      (line, index) => `<text class="about" x="${x + 10}" y="${y + 37 + 14 * index}">${escaped(line)}</text>`,
    ),
  ].join('\n')
}

/** Whole words, in so many lines; what does not fit any more becomes `…`. */
function wrapped(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`]
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
