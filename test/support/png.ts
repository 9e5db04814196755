import { inflateSync } from 'node:zlib'

export interface Png {
  readonly width: number
  readonly height: number
  /** `#rrggbb` at a place. */
  readonly at: (x: number, y: number) => string
  /** How many pixels have a colour. */
  readonly count: (color: string) => number
  /** How many different colours there are. */
  readonly colors: number
}

const signature = '89504e470d0a1a0a'

/** Reads a PNG of 8 bits a channel without interlacing, as resvg writes them: https://www.w3.org/TR/png/. Throws for anything else. */
export function readPng(bytes: Uint8Array): Png {
  const data = Buffer.from(bytes)
  if (data.subarray(0, 8).toString('hex') !== signature) throw new Error('not a PNG')
  const width = data.readUInt32BE(16)
  const height = data.readUInt32BE(20)
  const [depth, kind, , , interlaced] = data.subarray(24, 29)
  const channels = kind === 6 ? 4 : kind === 2 ? 3 : 0
  if (depth !== 8 || channels === 0 || interlaced !== 0) throw new Error('a PNG of another kind')
  const parts: Buffer[] = []
  for (let at = 8; at < data.length; ) {
    const length = data.readUInt32BE(at)
    if (data.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(data.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const pixels = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels)
  const at = (x: number, y: number) =>
    `#${pixels.subarray((y * width + x) * channels, (y * width + x) * channels + 3).toString('hex')}`
  const counts = new Map<string, number>()
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) counts.set(at(x, y), (counts.get(at(x, y)) ?? 0) + 1)
  }
  return { width, height, at, count: (color) => counts.get(color) ?? 0, colors: counts.size }
}

function unfilter(raw: Buffer, stride: number, height: number, step: number): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const left = x < step ? 0 : (out[y * stride + x - step] ?? 0)
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0)
      const corner = x < step || y === 0 ? 0 : (out[(y - 1) * stride + x - step] ?? 0)
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      out[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + added) & 255
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
