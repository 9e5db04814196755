import { createHash } from 'node:crypto'

export const accountId = '123456789012'
export const region = 'ap-southeast-2'

/** Ids that look random and are the same in every run with the same seed and order of events. */
export interface Ids {
  hex(length: number): string
  digits(length: number): string
  /** Letters, digits and `_`, as in the ARN of a service deployment. */
  letters(length: number): string
  uuid(): string
  /** A private address in 10.0.0.0/16 that no other task has. */
  address(): string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

export function createIds(seed: string): Ids {
  let drawn = 0
  let addresses = 0

  function bytes(): Buffer {
    drawn += 1
    return createHash('sha512').update(`${seed}/${drawn}`).digest()
  }

  function hex(length: number): string {
    return bytes().toString('hex').slice(0, length)
  }

  return {
    hex,
    digits(length) {
      const digits = Array.from(bytes().subarray(0, length), (byte) => byte % 10)
      return `${((digits[0] ?? 0) % 9) + 1}${digits.slice(1).join('')}`
    },
    letters: (length) => Array.from(bytes().subarray(0, length), (byte) => alphabet[byte & 63]).join(''),
    uuid() {
      const text = hex(32)
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`
    },
    address() {
      addresses += 1
      return `10.0.${(addresses >> 7) & 255}.${(addresses & 127) + 10}`
    },
  }
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`
}

/** A number in 0..1 that depends on the text alone (FNV-1a, mixed): cheap enough for every point of every metric. */
export function fraction(text: string): number {
  return fractionAfter(hashOf(text), '')
}

/** What `fraction` makes of the beginning of a text: many texts that begin alike need it once. */
export function hashOf(text: string, begun = 0x811c9dc5): number {
  let hash = begun
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}

/** `fraction` of a text whose beginning was hashed. */
export function fractionAfter(begun: number, rest: string): number {
  let hash = hashOf(rest, begun)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0xffffffff
}
