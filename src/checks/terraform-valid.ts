import { z } from 'zod'
import { agoInWords } from '../core/age.js'
import type { Checked } from '../core/check.js'
import type { TerraformDiagnostic } from '../core/terraform.js'
import { counted } from '../status/wording.js'
import type { EnvironmentLooked } from '../terraform/validate/look-at-environment.js'
import { check } from './check.js'

/** ms. An answer that is older says when it was given. */
const fresh = 30_000

export const terraformValid = check({
  name: 'terraform-valid',
  summary:
    'Whether the Terraform code of an environment, with the modules that it calls, is valid: as Terraform or OpenTofu says of a copy, or, where neither can be asked within some seconds, as the static check does, which is weaker and never makes a pass. Of a tree that has not changed an answer is kept for ten minutes',
  results: {
    pass: 'the tool says so',
    warn: 'it is, and files of the tree are formatted otherwise',
    fail: 'something in it is wrong',
  },
  reads: [],
  value: 'errors',
  needsService: false,
  arguments: z.strictObject({}),
  async ask({ environment }, _args, { terraform, clock }) {
    const looked = await terraform.at(environment)
    return answerOf(looked, clock.now())
  },
})

function answerOf({ directory, format, tool, at }: EnvironmentLooked, now: number): Checked {
  const { diagnostics, more, skipped, result } = directory
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const lines = diagnostics.map(inWords)
  const age = now - at > fresh ? `, looked at ${agoInWords(at, now)}` : ''
  const weaker = `the static check, which is weaker`
  if (result === 'invalid') {
    const [first, ...others] = errors.map(inWords)
    const left = others.length + more
    const figure = `${first ?? 'it is not valid'}${left === 0 ? '' : ` — and ${left} more`}`
    const by = skipped === undefined ? '' : ` (says ${weaker}; ${skipped})`
    return { result: 'fail', figure: `${figure}${by}${age}`, value: errors.length + more, lines }
  }
  if (skipped !== undefined) {
    const [unread] = warnings.filter(({ summary }) => summary.startsWith('the static check was not done'))
    const own = unread === undefined ? `${weaker}, found nothing` : unread.summary
    return { result: 'unknown', figure: `${skipped}; ${own}`, lines }
  }
  const also = warnings.length === 0 ? '' : `, with ${counted(warnings.length, 'warning')}`
  const valid = `${directory.directory} is valid, says ${tool ?? 'the tool'}${also}`
  const [unformatted, ...rest] = format.files
  if (unformatted !== undefined) {
    const others = rest.length === 0 ? '' : ` and ${counted(rest.length, 'other file')}`
    const figure = `${valid}; formatted otherwise: ${unformatted}${others}${age}`
    return { result: 'warn', figure, value: 0, lines: [...format.files, ...lines] }
  }
  return { result: 'pass', figure: `${valid}${age}`, value: 0, lines }
}

function inWords({ summary, file, line }: TerraformDiagnostic): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `, line ${line}`}: `
  return `${place}${summary}`
}
