import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Twemoji (graphics under CC-BY 4.0): https://github.com/jdecked/twemoji
const folder = dirname(createRequire(import.meta.url).resolve('@twemoji/svg/package.json'))

/** The names of all pictures, without their ending: code points in hexadecimal, `1f4df`. */
export function emojiPictures(): readonly string[] {
  return readdirSync(folder).flatMap((file) => /^([0-9a-f-]+)\.svg$/.exec(file)?.[1] ?? [])
}

/** The SVG behind `/emoji/1f4df.svg`; undefined for any other path. */
export function emojiPicture(path: string): string | undefined {
  const name = /^\/emoji\/([0-9a-f-]+\.svg)$/.exec(path)?.[1]
  if (name === undefined) return undefined
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return undefined
  }
}
