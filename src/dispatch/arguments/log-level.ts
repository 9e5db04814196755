import { type LogLevel, logLevels } from '../../core/logs.js'
import { nearest } from '../../core/suggest.js'
import type { Reading } from '../command.js'
import { inCode, listed } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** How people and loggers call levels besides their own names. */
const otherWords: Readonly<Record<string, LogLevel>> = {
  critical: 'fatal',
  crit: 'fatal',
  err: 'error',
  errors: 'error',
  warn: 'warning',
  warnings: 'warning',
  information: 'info',
  trace: 'debug',
}

/** `--level error`: error and worse. Only by name. */
export function logLevel(): RequiredArgument<LogLevel> {
  return argument({
    kind: 'word',
    placeholder: 'level',
    summary: `this level and worse: ${listed(logLevels)}`,
    named: true,
    choices: logLevels,
    read: readLogLevel,
  })
}

function readLogLevel(typed: string | undefined): Reading<LogLevel> {
  const wanted = typed?.trim().toLowerCase() ?? ''
  const next = `It is one of ${listed(logLevels.map(inCode))}.`
  if (wanted === '') return { ok: false, code: 'level-missing', what: 'No level was given.', next }
  const found =
    logLevels.find((level) => level === wanted) ??
    (Object.hasOwn(otherWords, wanted) ? otherWords[wanted] : undefined)
  if (found !== undefined) return { ok: true, value: found }
  const instead = nearest(wanted, logLevels)
  return {
    ok: false,
    code: 'level-unknown',
    what: `${inCode(typed ?? '')} is no level.`,
    next,
    ...(instead === undefined ? {} : { instead }),
  }
}
