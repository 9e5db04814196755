import type { Random } from '../../faults/soak/random.js'
import { hostile, rubbish } from './random-words.js'

/** Anything that may stand where something else was expected. */
export function anyValue(random: Random): unknown {
  switch (random.between(0, 9)) {
    case 0:
      return null
    case 1:
      return random.between(-10, 1e9)
    case 2:
      return random.pick([Number.MAX_SAFE_INTEGER, -0, 1e308, 0.1])
    case 3:
      return random.chance(0.5)
    case 4:
      return []
    case 5:
      return {}
    case 6:
      return [random.pick(hostile), { a: random.pick(hostile) }]
    case 7:
      return 'x'.repeat(random.pick([300, 3_000, 70_000]))
    case 8:
      return rubbish(random)
    default:
      return random.pick(hostile)
  }
}

/** The same with one to four things wrong: a value of another kind, a key gone, one too many, something within itself. */
export function broken(value: unknown, random: Random): unknown {
  const copy = structuredClone(value)
  for (let times = random.between(1, 4); times > 0; times--) breakOnce(copy, random)
  return copy
}

function breakOnce(root: unknown, random: Random): void {
  const places = placesIn(root)
  if (places.length === 0) return
  const { holder, key } = random.pick(places)
  switch (random.between(0, 4)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete holder[key]
      return
    case 1:
      if (!Array.isArray(holder))
        holder[random.pick(['__proto__x', 'constructor', 'extra', ''])] = anyValue(random)
      return
    case 2:
      holder[key as never] = deep(random.between(2, 200)) as never
      return
    default:
      holder[key as never] = anyValue(random) as never
  }
}

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

function deep(levels: number): unknown {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** The bytes themselves, cut off, doubled, or with rubbish in them. */
export function brokenText(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text)
  const at = random.between(0, bytes.length)
  switch (random.between(0, 3)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes, bytes])
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0x00]), bytes.subarray(at)])
    default:
      return Buffer.from(rubbish(random))
  }
}
