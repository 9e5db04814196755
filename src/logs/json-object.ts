import { isObject } from '../core/mask-data.js'

/** The one JSON object that a text is; undefined where it is anything else. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined
  try {
    const parsed: unknown = JSON.parse(trimmed)
    return isObject(parsed) ? (parsed as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
