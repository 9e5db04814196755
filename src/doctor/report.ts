import type { Json } from '../core/json.js'
import type { PreflightResult } from '../core/preflight.js'
import { counted } from '../core/wording.js'
import type { Finding } from './finding.js'

const words: Readonly<Record<PreflightResult, string>> = { ng: 'NG', warn: 'WARN', skip: 'SKIP', ok: 'OK' }

/** Whether ohmy can do its work: nothing is NG. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ result }) => result !== 'ng')
}

/** All findings in their groups, the verdict first; a remedy stands below what it is for. */
export function reportText(findings: readonly Finding[]): string {
  const groups = [...new Set(findings.map(({ group }) => group))]
  const body = groups.map((group) => {
    const lines = findings.filter((one) => one.group === group).map(findingText)
    return [group, ...lines].join('\n')
  })
  return `${[verdict(findings), ...body].join('\n\n')}\n`
}

export function reportData(findings: readonly Finding[]): Json {
  return { well: isWell(findings), findings: findings.map((one) => ({ ...one })) }
}

function findingText({ result, what, figure, remedy }: Finding): string {
  const line = `  ${words[result].padEnd(4)}  ${what}: ${figure}`
  return remedy === undefined || result === 'ok' ? line : `${line}\n        → ${remedy}`
}

function verdict(findings: readonly Finding[]): string {
  const count = (result: PreflightResult) => findings.filter((one) => one.result === result).length
  const [ng, warn, skip, ok] = [count('ng'), count('warn'), count('skip'), count('ok')]
  const rest = [
    ...(warn === 0 ? [] : [`${warn} to look at`]),
    ...(skip === 0 ? [] : [`${skip} could not be looked at`]),
    `${ok} OK`,
  ].join(', ')
  if (ng === 0) return `ohmy can work: ${rest}.`
  return `ohmy cannot work like this: ${counted(ng, 'thing')} to mend, ${rest}.`
}
