import type { Logger } from 'pino'
import type { Caller } from '../core/caller.js'
import type { Json } from '../core/json.js'
import { maskData } from '../core/mask-data.js'
import type { Reply } from '../core/message.js'
import type { OperationRecord } from '../core/operation.js'
import { listed } from '../core/wording.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { type Words, wordsForKnown } from '../dispatch/failure.js'
import type { Readings } from '../logs/readings.js'
import type { Operations } from '../operations/operations.js'
import type { Runs } from '../runbooks/runs.js'
import { answerText } from './answer.js'
import { readArgv, type TerminalLine } from './argv.js'
import { confirmTyped } from './confirm.js'
import { type ExitCode, exitCodeOf } from './exit-code.js'
import { followReading, followRun, followToEnd } from './follow.js'
import { identify, type IdentityOptions } from './identity.js'
import { sayTo, type TerminalIo } from './io.js'
import { createProgress } from './progress.js'
import { whileWaiting } from './waiting.js'
import { watchable, watchAnswers } from './watch.js'
import { writeFiles } from './write-files.js'

/** A reading that was told to stop has said so by then (ms). */
const stopWithin = 10_000

export interface Terminal extends IdentityOptions {
  /** What was typed behind the program's name, as the shell split it. */
  readonly argv: readonly string[]
  readonly dispatch: Pick<Dispatch, 'run'>
  readonly operations: Pick<Operations, 'find' | 'follow' | 'confirm' | 'cancel'>
  readonly readings: Pick<Readings, 'follow' | 'hear'>
  readonly runs: Pick<Runs, 'follow'>
  readonly io: TerminalIo
  readonly logger: Logger
  /** Where the files of an answer are written; the current folder unless said. */
  readonly folder?: string
  /** Ctrl-C: stops following, not the operation. */
  readonly interrupted?: AbortSignal
}

/**
 * Runs one command as `/ohmy` would, under the same rules, and follows what it started to its end. Data goes to stdout, problems to
 * stderr; with `--json` stdout is exactly one JSON document, whatever happens. Never rejects.
 */
export async function runTerminal(terminal: Terminal): Promise<ExitCode> {
  const read = readArgv(terminal.argv)
  if (!read.ok) return fail(terminal, terminal.argv.includes('--json'), { code: 'usage', ...read }, 2)
  const { line } = read
  try {
    const identity = await identify(line.as, terminal)
    if (!identity.ok) return fail(terminal, line.json, identity, 1)
    if (line.watch) return await watch(terminal, line, identity.caller)
    const reply = await whileWaiting(terminal.io, terminal.dispatch.run(line.text, identity.caller))
    if (reply.reading !== undefined)
      return await goAlongReading(terminal, line, reply.reading, identity.caller)
    if (reply.run !== undefined) return await goAlongRun(terminal, line, reply.run)
    if (reply.failed !== undefined || reply.operation === undefined) return await show(terminal, line, reply)
    return await goAlong(terminal, line, reply, reply.operation, identity.caller)
  } catch (error) {
    return fail(terminal, line.json, wordsFor(error, terminal.logger), 1)
  }
}

/** Only what looks and costs nothing is asked again and again. */
async function watch(terminal: Terminal, line: TerminalLine, caller: Caller): Promise<ExitCode> {
  const { io, dispatch, interrupted } = terminal
  const [verb = ''] = line.text.trim().split(/\s+/)
  if (line.json || !watchable.some((one) => one === verb.toLowerCase())) {
    const next = `It goes with ${listed(watchable)}, without --json.`
    return fail(terminal, line.json, { code: 'usage', what: '--watch does not go with this.', next }, 2)
  }
  await watchAnswers(
    async () => answerText((await dispatch.run(line.text, caller)).message, io),
    io,
    interrupted,
  )
  return 0
}

async function show(terminal: Terminal, line: TerminalLine, reply: Reply): Promise<ExitCode> {
  const { stdout, stderr } = terminal.io
  if (line.json) printJson(terminal, reply.data)
  if (reply.failed !== undefined) stderr.write(`${answerText(reply.message, {})}\n`)
  else if (!line.json) stdout.write(`${answerText(reply.message, terminal.io)}\n`)
  if (!(await keepFiles(terminal, line, reply))) return 1
  if (reply.failed !== undefined) return reply.failed === 'usage' ? 2 : 1
  return line.exitCode ? (exitCodeOf(reply.data) ?? 0) : 0
}

/** Writes what belongs to the answer beside the person. With `--json` stdout is the document alone, so the names go to stderr. */
async function keepFiles(terminal: Terminal, line: TerminalLine, { files = [] }: Reply): Promise<boolean> {
  if (files.length === 0) return true
  const { stdout, stderr } = terminal.io
  try {
    const names = await writeFiles(files, terminal.folder ?? '.')
    sayTo(
      line.json ? stderr : stdout,
      `\nWritten into this folder:\n${names.map((name) => `  ${name}`).join('\n')}`,
    )
    return true
  } catch (error) {
    terminal.logger.warn({ err: error }, 'The files of an answer were not written')
    const { code = 'unknown error' } = error as { code?: string }
    sayTo(
      stderr,
      `The files of this answer could not be written here (${code}).\nGo to a folder you may write to, and ask again.`,
    )
    return false
  }
}

/** From the started reading to its end. Ctrl-C ends it: nobody else sees what it finds. */
async function goAlongReading(
  terminal: Terminal,
  line: TerminalLine,
  id: string,
  caller: Caller,
): Promise<ExitCode> {
  const { io, readings } = terminal
  let ended = await followReading(id, readings, io, terminal.interrupted)
  if (ended === 'stopped following') {
    await readings.hear(id, 'stop', caller)
    // What it had found by then is worth seeing.
    ended = await followReading(id, readings, io, AbortSignal.timeout(stopWithin))
  }
  if (ended === 'stopped following') {
    sayTo(io.stderr, `${id} is stopping.`)
    return 1
  }
  const { record, message } = ended
  const failed = record.status === 'failed' || record.status === 'expired'
  const files = record.result === undefined || failed ? [] : await ended.files()
  const data = record.result ?? { reading: id, status: record.status, failure: record.failure ?? null }
  return show(terminal, line, {
    message,
    data,
    shownTo: 'caller',
    files,
    ...(failed ? { failed: 'refused' as const } : {}),
  })
}

/** Up to where somebody has to say something. Ctrl-C: it goes on without this person. */
async function goAlongRun(terminal: Terminal, line: TerminalLine, id: string): Promise<ExitCode> {
  const end = await followRun(id, terminal.runs, terminal.io, terminal.interrupted)
  if (end === 'stopped following') {
    sayTo(terminal.io.stderr, `Stopped following. ${id} goes on without you: its message in Slack shows how.`)
    return 1
  }
  const { record, message } = end
  const failed = record.state === 'failed' ? { failed: 'refused' as const } : {}
  return show(terminal, line, { message, data: record as unknown as Json, shownTo: 'caller', ...failed })
}

/** From the started operation to its end. */
async function goAlong(
  terminal: Terminal,
  line: TerminalLine,
  reply: Reply,
  id: string,
  caller: Caller,
): Promise<ExitCode> {
  const { io, operations } = terminal
  const stream = line.json ? io.stderr : io.stdout
  sayTo(stream, reply.message.text)
  const record = await operations.find(id)
  if (record !== undefined) {
    const confirmed = await confirmTyped(record, line.confirm, caller, operations, io)
    if (confirmed.kind === 'not confirmed') return fail(terminal, line.json, confirmed, 1)
    if (confirmed.reply?.failed !== undefined) return await show(terminal, line, confirmed.reply)
  }
  const end = await followToEnd(id, operations, createProgress(io, stream), terminal.interrupted)
  if (end === 'stopped following') {
    if (line.json) printJson(terminal, { operation: id, followed: false })
    sayTo(io.stderr, `Stopped following. ${id} goes on without you: its card in Slack shows how it ends.`)
    return 1
  }
  if (line.json) printJson(terminal, end as unknown as Json)
  sayTo(end.state === 'succeeded' ? stream : io.stderr, endingOf(end))
  return end.state === 'succeeded' ? 0 : 1
}

function endingOf(record: OperationRecord): string {
  const reason = record.outcomeReason === undefined ? '' : `: ${record.outcomeReason}`
  return [
    `${record.id} ${record.state}${reason}`,
    ...(record.diagnosis ?? []).map((line) => `  ${line}`),
  ].join('\n')
}

function fail(terminal: Terminal, json: boolean, words: Words, exitCode: 1 | 2): ExitCode {
  const { code, what, next } = words
  if (json) printJson(terminal, { error: { code, what, next } })
  sayTo(terminal.io.stderr, `${what}\n${next}`)
  return exitCode
}

function printJson(terminal: Terminal, data: Json): void {
  terminal.io.stdout.write(`${JSON.stringify(maskData(data), null, 2)}\n`)
}

function wordsFor(error: unknown, logger: Logger): Words {
  const known = wordsForKnown(error)
  if (known !== undefined) return known
  logger.error({ err: error }, 'The terminal failed unexpectedly')
  return {
    code: 'internal-error',
    what: 'Something went wrong in ohmy.',
    next: 'Its log says what. Look at the status before you repeat a change: it may have been started.',
  }
}
