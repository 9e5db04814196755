import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { createAwsFor } from '../aws/create-aws.js'
import { checks } from '../checks/index.js'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load.js'
import { readFileSettings } from '../config/settings.js'
import { type Clock, systemClock } from '../core/clock.js'
import { UserError } from '../core/user-error.js'
import type { Command } from '../dispatch/command.js'
import { overdue, placeOf, relativeLinks } from '../runbooks/alarm-coverage.js'
import { createLibrary } from '../runbooks/file-library.js'
import { runbookSchema } from '../runbooks/language/json-schema.js'
import type { RunbookProblem } from '../runbooks/library.js'
import type { Runbook } from '../core/runbook.js'
import { onScreen } from '../terminal/io.js'
import { readCoverage } from './alarm-coverage.js'
import { runbookVocabulary } from './runbook-vocabulary.js'

export interface CheckRunbooksOptions {
  /** `runbook check …` */
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly commands: readonly Command[]
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  readonly clock?: Clock
}

const usage = 'Usage: ohmy runbook check [file or folder …] [--alarms], or: ohmy runbook schema'

/** Whether a terminal's words are about files only: that needs no Slack, no store and no person. */
export function asksForRunbookFiles(argv: readonly string[]): boolean {
  return argv[0] === 'runbook' && (argv[1] === 'check' || argv[1] === 'schema')
}

/**
 * `ohmy runbook check [file…] [--alarms]`: one line a problem, `file:line:col: what`. `ohmy runbook schema`: what editors need.
 * @returns the exit code: 0, 1 (there are problems), 2 (usage, or the configuration cannot be read)
 */
export async function checkRunbooks(options: CheckRunbooksOptions): Promise<number> {
  const { argv, env, commands, stdout, stderr, clock = systemClock } = options
  if (argv[1] === 'schema') {
    stdout.write(`${JSON.stringify(runbookSchema(), null, 2)}\n`)
    return 0
  }
  const asked = readArguments(argv.slice(2))
  if (asked === undefined) {
    stderr.write(`${usage}\n`)
    return 2
  }
  try {
    const settings = readFileSettings(env)
    const config = await configOf(settings.configPath, env, commands)
    const folders = foldersOf(asked.paths) ?? settings.runbookFolders
    const library = createLibrary({
      folders,
      vocabulary: runbookVocabulary({ commands, checks, ...(config === undefined ? {} : { config }) }),
    })
    const files = new Set(asked.paths.filter((path) => !isFolder(path)).map(normalize))
    const isAsked = (file: string) => files.size === 0 || files.has(normalize(file)) || folders.includes(file)
    const read = await library.read()
    const runbooks = read.runbooks.filter(({ file }) => isAsked(file))
    const broken = read.broken.filter(({ file }) => isAsked(file))
    const seen = new Set([...runbooks, ...broken].map(({ file }) => normalize(file)))
    const lines = [
      ...broken.flatMap(({ problems }) => problems.map(asLine)),
      ...[...files].filter((file) => !seen.has(file)).map(notSeen),
      ...(asked.alarms ? await alarmLines(runbooks, config, clock) : []),
    ]
    for (const line of lines) stdout.write(`${onScreen(line)}\n`)
    const count = runbooks.length + broken.length
    stderr.write(
      `${counted(count, 'runbook')}, ${lines.length === 0 ? 'no problem' : counted(lines.length, 'problem')}.\n`,
    )
    return lines.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    stderr.write(`${onScreen(error.message)}\n`)
    return 2
  }
}

function readArguments(argv: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { alarms: { type: 'boolean', default: false } },
    })
    return { paths: positionals, alarms: values.alarms }
  } catch {
    return undefined
  }
}

/** Where nobody named a configuration and there is none, runbooks can be checked all the same. */
async function configOf(
  path: string,
  env: NodeJS.ProcessEnv,
  commands: readonly Command[],
): Promise<Config | undefined> {
  if ((env['OHMY_CONFIG'] ?? '').trim() === '' && !existsSync(path)) return undefined
  return loadConfig(path, { verbs: commands.map(({ name }) => name) })
}

/** A file is read with those beside it, which it may include. */
function foldersOf(paths: readonly string[]): readonly string[] | undefined {
  if (paths.length === 0) return undefined
  return [...new Set(paths.map((path) => normalize(isFolder(path) ? path : dirname(path))))]
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function asLine({ file, line, column, what }: RunbookProblem): string {
  return `${file}:${line}:${column}: ${what}`
}

function notSeen(file: string): string {
  const what = existsSync(file)
    ? 'This is no runbook: their names end in .yaml or .md.'
    : 'There is no such file.'
  return `${file}:1:1: ${what}`
}

/** What only the world outside can tell of runbooks, and what gets old by itself. */
async function alarmLines(
  runbooks: readonly Runbook[],
  config: Config | undefined,
  clock: Clock,
): Promise<readonly string[]> {
  const texts = new Map(
    await Promise.all(runbooks.map(async ({ file }) => [file, await readFile(file, 'utf8')] as const)),
  )
  const at = (file: string, words: string, what: string) =>
    asLine({ file, ...placeOf(texts.get(file) ?? '', words), what })
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const old = overdue(runbooks, today).map(({ file, reviewBy = '' }) =>
    at(
      file,
      reviewBy,
      `It was to be looked through by ${reviewBy}. Look whether it still holds, and say a new day.`,
    ),
  )
  const links = runbooks.flatMap(({ file }) =>
    relativeLinks(texts.get(file) ?? '')
      .filter(({ target }) => !isThere(file, target))
      .map(({ target, line, column }) => asLine({ file, line, column, what: `There is no file ${target}.` })),
  )
  return [
    ...old,
    ...links,
    ...(config === undefined ? [noConfig] : await coverageLines(runbooks, config, clock, at)),
  ]
}

const noConfig =
  'ohmy.yaml:1:1: There is no configuration, so it is not known which alarms to look at. Set OHMY_CONFIG.'

function isThere(file: string, target: string): boolean {
  const [path = ''] = target.split(/[#?]/)
  try {
    return existsSync(join(dirname(file), decodeURIComponent(path)))
  } catch {
    return false
  }
}

async function coverageLines(
  runbooks: readonly Runbook[],
  config: Config,
  clock: Clock,
  at: (file: string, words: string, what: string) => string,
): Promise<readonly string[]> {
  const awsFor = createAwsFor({ clock, logger: pino({ level: 'silent' }) })
  try {
    const { unread, withoutRunbook, idle } = await readCoverage(runbooks, config.environments, awsFor)
    return [
      ...unread.map(({ environment, says }) => `${environment}: its alarms could not be read. ${says}`),
      ...withoutRunbook.flatMap(({ environment, alarms }) =>
        alarms.map((alarm) => `${environment}: no runbook is offered under the alarm ${alarm}.`),
      ),
      ...idle.map(({ runbook, pattern }) => at(runbook.file, pattern, `No alarm is called like ${pattern}.`)),
    ]
  } finally {
    await awsFor.close()
  }
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
