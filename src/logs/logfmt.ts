import type { LogLevel } from '../core/logs.js'
import { masked, namesSecret } from '../core/mask.js'
import { levelOfWord } from './levels.js'

export interface LogfmtLine {
  readonly level: LogLevel
  readonly message: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
}

const pair = /([\w.@-]{1,60})=(?:"((?:[^"\\]|\\.){0,4000})"|([^\s"]{0,400}))(?=\s|$)/g
const levelNames = new Set(['level', 'lvl', 'severity'])
const messageNames = new Set(['msg', 'message'])
const dull = new Set(['time', 'ts', 'timestamp', 't', 'caller', 'source', 'logger', 'service', 'env'])
const mostShown = 3
const longestValue = 60

/** A line of `name=value` pairs with a level and a message, as logrus, Go's slog and Traefik write it; undefined for any other. */
export function readLogfmt(text: string): LogfmtLine | undefined {
  if (!/^\s*[\w.@-]{1,60}=/.test(text) || !/(?:^|\s)(?:level|lvl|severity)=/.test(text)) return undefined
  let level: LogLevel | undefined
  let message: string | undefined
  const fields: { name: string; value: string }[] = []
  for (const [, name = '', quoted, bare] of text.matchAll(pair)) {
    const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(["\\])/g, '$1')
    if (levelNames.has(name)) level ??= levelOfWord(value)
    else if (messageNames.has(name)) message ??= value
    else if (!dull.has(name) && value !== '' && value.length <= longestValue && fields.length < mostShown)
      fields.push({ name, value: namesSecret(name) ? masked : value })
  }
  return level === undefined || message === undefined ? undefined : { level, message, fields }
}
