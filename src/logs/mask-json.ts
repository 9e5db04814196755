import { maskData } from '../core/mask-data.js'
import { keep } from './keep.js'

/** A line deeper or larger than this is not read as JSON but shown as the text it is. */
const mostDepth = 20
const mostNodes = 20_000

/** The object again as JSON, every text masked and every value under a secret's name; undefined where it is too large or too deep. */
export function maskJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(maskData(value, { text: (text) => keep(text).kept, mostDepth, mostNodes }))
  } catch {
    return undefined
  }
}
