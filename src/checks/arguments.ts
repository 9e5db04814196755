import { z } from 'zod'
import { formatDuration, parseDuration } from '../core/duration.js'

/** Shorter is a number whose unit was forgotten. */
const shortest = 1_000

/**
 * A duration as runbooks write it, `30m`, or in ms as their inputs carry it, between `least` and `most` where they are given.
 * @returns a schema that gives ms
 */
export function duration({
  least = shortest,
  most,
}: {
  readonly least?: number
  readonly most?: number
} = {}) {
  return z.union([z.string(), z.number()]).transform((written, context) => {
    const milliseconds = /^\d+$/.test(String(written)) ? Number(written) : parseDuration(String(written))
    const reason =
      milliseconds === undefined || milliseconds < shortest
        ? `${JSON.stringify(written)} is no duration: write it with its unit, such as 30m`
        : milliseconds < least
          ? `${formatDuration(milliseconds)} is too short: at least ${formatDuration(least)}`
          : most !== undefined && milliseconds > most
            ? `${formatDuration(milliseconds)} is too long: at most ${formatDuration(most)}`
            : undefined
    if (reason === undefined && milliseconds !== undefined) return milliseconds
    context.addIssue({ code: 'custom', message: reason ?? 'no duration' })
    return z.NEVER
  })
}

/** A number, also as the text that a template makes of one. */
export function number({
  least,
  most,
  whole = false,
}: {
  readonly least?: number
  readonly most?: number
  readonly whole?: boolean
} = {}) {
  return z.union([z.number(), z.string()]).transform((written, context) => {
    const value = typeof written === 'number' ? written : written.trim() === '' ? Number.NaN : Number(written)
    const reason = !Number.isFinite(value)
      ? `${JSON.stringify(written)} is no number`
      : whole && !Number.isInteger(value)
        ? `${value} is no whole number`
        : least !== undefined && value < least
          ? `${value} is too little: at least ${least}`
          : most !== undefined && value > most
            ? `${value} is too much: at most ${most}`
            : undefined
    if (reason === undefined) return value
    context.addIssue({ code: 'custom', message: reason })
    return z.NEVER
  })
}
