import type { LogLevel } from '../core/logs.js'
import { type JsonFields, numberOf, textOf } from './json-fields.js'
import { levelNames } from './json-names.js'
import {
  levelOfNumber,
  levelOfPythonNumber,
  levelOfSeverity,
  levelOfSyslog,
  levelOfTelemetry,
  levelOfWord,
} from './levels.js'

/** Names of numbers, each with the scale it is on. */
const scales: readonly (readonly [
  names: readonly string[],
  scale: (number: number) => LogLevel | undefined,
])[] = [
  [['severitynumber', 'severity_number'], levelOfTelemetry],
  [['priority', 'syslog.severity.code', 'log.syslog.severity.code', 'syslog_severity'], levelOfSyslog],
  [['levelno', 'record.level.no', 'level.no'], levelOfPythonNumber],
  [['severity'], levelOfSeverity],
  [['level', 'lvl', 'log.level', 'loglevel'], levelOfNumber],
  [['level_value'], levelOfNumber],
]

/** The level that a JSON line names, in a word or as a number on the scale of whoever wrote it; undefined where it names none. */
export function jsonLevel(fields: JsonFields): LogLevel | undefined {
  const word = fields.find(levelNames, (value) => levelOfWord(textOf(value) ?? ''))
  // GELF counts as syslog does.
  const isGelf = fields.has(['short_message'])
  let level = word?.value
  for (const [names, scale] of scales) {
    const found = fields.find(names, numberOf)
    if (found === undefined) continue
    level ??= isGelf && found.name === 'level' ? levelOfSyslog(found.value) : scale(found.value)
  }
  // Serilog's compact form leaves information out.
  if (level === undefined && fields.has(['@t']) && fields.has(['@m', '@mt'])) return 'info'
  return level
}
