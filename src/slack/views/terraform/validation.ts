import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import {
  isRefused,
  type TerraformDiagnostic,
  type TerraformDirectory,
  type ValidationShown,
} from '../../../core/terraform.js'
import { context, folded, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, link } from '../../mrkdwn.js'
import { endOf, sections, words } from './asked-of-tool.js'

const mostSections = 8
const mostFiles = 10

/** A validation while it goes on, and what came of it: what is wrong first, with its place, then what could not be asked; what is valid is folded. */
export function validationMessage(shown: ValidationShown, options: { readonly buttons: boolean }): Message {
  const { validation, failure } = shown
  const of = (result: TerraformDirectory['result']) =>
    validation.directories.filter((directory) => directory.result === result)
  const valid = of('valid')
  const wrong = of('invalid').flatMap((directory) => directoryText(directory, shown.repository))
  const bare = of('skip').filter(({ diagnostics }) => diagnostics.length === 0)
  const told = [...of('skip'), ...valid].filter(({ diagnostics }) => diagnostics.length > 0)
  const rest = told.flatMap((one) => directoryText(one, shown.repository))
  return message([
    section(headline(shown)),
    ...(failure === undefined ? [] : [section(words(failure))]),
    ...fitting([...wrong, ...formatText(shown), ...rest, ...skippedTexts(bare)]),
    ...progress(shown),
    ...fine(
      valid.filter(({ diagnostics }) => diagnostics.length === 0),
      shown.repository,
    ),
    ...notCovered(shown),
    ...endOf(
      shown,
      validation.tool,
      [],
      { text: 'Look again', line: { verb: 'terraform', words: ['validate', validation.target] } },
      options,
    ),
  ])
}

function headline({ validation, status, stoppedBy, failure }: ValidationShown): string {
  const { target, directories, format } = validation
  const what = `Terraform, ${words(target)}`
  const count = (result: TerraformDirectory['result']) =>
    directories.filter((directory) => directory.result === result).length
  const [open, invalid, skipped, all] = [
    count('waiting') + count('running'),
    count('invalid'),
    count('skip'),
    directories.length,
  ]
  if (status === 'running') {
    const far = all === 0 ? 'copying the tree' : `${all - open} of ${all} directories looked at`
    return `${marks.changing} *${what}*: ${far}${invalid === 0 ? '' : `, ${invalid} not valid`}`
  }
  if (status === 'stopped')
    return `${marks.resting} *${what}: stopped by ${words(stoppedBy ?? 'somebody')}*, ${all - open} of ${all} directories looked at`
  if (status === 'expired' || failure !== undefined)
    return `${marks.unknown} *${what}: could not be looked at*`
  const unformatted = format?.files.length ?? 0
  const also = [
    ...(skipped === 0 ? [] : [`${skipped} could not be validated`]),
    ...(unformatted === 0 ? [] : [`${counted(unformatted, 'file')} not formatted`]),
  ]
  const more = also.length === 0 ? '' : `, ${also.join(', ')}`
  const warnings = directories
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === 'warning').length
  const found = warnings === 0 ? 'nothing' : `no error, and there ${isOrAre(warnings, 'warning')}`
  if (isRefused(validation))
    return `${marks.wrong} *${what}: not valid* — ${invalid} of ${counted(all, 'directory')} with errors${more}.`
  if (skipped > 0)
    return `${marks.unknown} *${what}: not validated* — ${skipped} of ${counted(all, 'directory')} could not be asked about; the static check, which is the weaker one, found ${found}.`
  return `${marks.fine} *${what}: valid* — ${counted(all, 'directory')}, formatted${warnings === 0 ? '' : `, with ${counted(warnings, 'warning')}`}.`
}

function directoryText(
  { directory, result, skipped, diagnostics, more, state }: TerraformDirectory,
  repository: string | undefined,
): readonly string[] {
  const mark =
    result === 'invalid'
      ? `${marks.wrong} NG`
      : result === 'skip'
        ? `${marks.unknown} SKIP`
        : `${marks.attention} valid, with warnings`
  const why =
    skipped === undefined
      ? ''
      : `: ${words(skipped)}. Static check only${result === 'skip' ? ', no error found' : ''}.`
  return [
    `${mark} *${folder(directory)}*${result === 'valid' ? whereText(state) : why}`,
    ...(result === 'valid' || state === undefined ? [] : [`      state${whereText(state)}`]),
    ...diagnostics.map((diagnostic) => diagnosticText(diagnostic, repository)),
    ...(more === 0 ? [] : [`      and ${more} more`]),
  ]
}

/** Those of which there is nothing but the reason to tell, a line for each reason. */
function skippedTexts(directories: readonly TerraformDirectory[]): readonly string[] {
  const reasons = new Set(directories.map(({ skipped = '' }) => skipped))
  return [...reasons].map((reason) => {
    const names = directories
      .filter(({ skipped = '' }) => skipped === reason)
      .map(({ directory }) => folder(directory))
    return `${marks.unknown} SKIP *${names.join(', ')}*: ${words(reason)}. Static check only, nothing found.`
  })
}

function diagnosticText(
  { severity, summary, detail, file, line }: TerraformDiagnostic,
  repository: string | undefined,
): string {
  const place = file === undefined ? '' : `${placeOf(file, line, repository)} `
  const mark = severity === 'error' ? '' : `${marks.attention} `
  return `      → ${mark}${place}${words(summary)}${detail === undefined ? '' : ` ${words(detail)}`}`
}

function placeOf(file: string, line: number | undefined, repository: string | undefined): string {
  const label = line === undefined ? file : `${file}:${line}`
  if (repository === undefined) return code(label)
  const path = file.split('/').map(encodeURIComponent).join('/')
  return link(`${repository.replace(/\/+$/, '')}/${path}${line === undefined ? '' : `#L${line}`}`, label)
}

function formatText({ validation: { format, tool }, repository }: ValidationShown): readonly string[] {
  if (format === undefined) return []
  const { files, undecided } = format
  const rest = files.length > mostFiles ? ` and ${files.length - mostFiles} more` : ''
  const program = tool?.startsWith('OpenTofu') === true ? 'tofu' : 'terraform'
  return [
    ...(files.length === 0
      ? []
      : [
          `${marks.wrong} NG *format*: ${files
            .slice(0, mostFiles)
            .map((file) => placeOf(file, undefined, repository))
            .join(', ')}${rest}\n      → Run \`${program} fmt -recursive\`.`,
        ]),
    ...(undecided === undefined ? [] : [`${marks.unknown} SKIP *format*: ${words(undecided)}`]),
  ]
}

function progress({ status, validation: { directories } }: ValidationShown): readonly KnownBlock[] {
  const running = directories.filter(({ result }) => result === 'running')
  if (status !== 'running' || running.length === 0) return []
  return [context(`Looking at ${running.map(({ directory }) => folder(directory)).join(', ')}`)]
}

function fine(valid: readonly TerraformDirectory[], repository: string | undefined): readonly KnownBlock[] {
  if (valid.length === 0) return []
  const lines = valid.map(
    ({ directory, took = 0, state }) =>
      `${marks.fine} ${placeOf(directory, undefined, repository)}${whereText(state)} (${formatDuration(took)})`,
  )
  const shown = fitting(lines).filter((block) => block.type === 'section')
  return [folded(`${counted(valid.length, 'directory')} valid`, shown)]
}

function whereText(state: TerraformDirectory['state']): string {
  if (state === undefined) return ''
  const { where, lockedBy } = state
  return `: ${words(where)}${lockedBy === undefined ? '' : `, locked by ${words(lockedBy)}`}`
}

/** What a person would else take the word for. */
function notCovered({ status, validation }: ValidationShown): readonly KnownBlock[] {
  if (status === 'running' || validation.directories.every(({ result }) => result === 'waiting')) return []
  const backends = validation.directories.filter(({ state }) => state !== undefined).length
  const read =
    backends === 0
      ? 'No directory configures a backend.'
      : `ohmy has read ${backends === 1 ? 'the backend block' : `the ${backends} backend blocks`} itself.`
  return [
    context(
      `Not covered by “valid”: arguments of the backend, versions, files of values (.tfvars), permissions, what AWS would say. ${read}`,
    ),
  ]
}

/** Up to what fits beside the rest. */
function fitting(lines: readonly string[]): readonly ReturnType<typeof section>[] {
  const all = sections(lines)
  if (all.length <= mostSections) return all
  return [...all.slice(0, mostSections), section('… and more: ask for one directory at a time.')]
}

function counted(count: number, what: 'directory' | 'file' | 'warning'): string {
  if (count === 1) return `1 ${what}`
  return `${count} ${what === 'directory' ? 'directories' : `${what}s`}`
}

function isOrAre(count: number, what: 'warning'): string {
  return `${count === 1 ? 'is' : 'are'} ${counted(count, what)}`
}

/** Names of folders may hold whatever a file system takes, also what Slack would read as marks. */
function folder(name: string): string {
  return /[*~`]|(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])/.test(name) ? code(name) : words(name)
}
