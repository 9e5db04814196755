import type { Logger } from 'pino'
import type { Caller } from '../core/caller.js'
import type { Json } from '../core/json.js'
import type { Reply } from '../core/message.js'
import type { OperationRecord } from '../core/operation.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { type Words, wordsForKnown } from '../dispatch/failure.js'
import type { Operations } from '../operations/operations.js'
import { readArgv, type TerminalLine } from './argv.js'
import { confirmTyped } from './confirm.js'
import { followToEnd } from './follow.js'
import { identify, type IdentityParts } from './identity.js'
import { sayTo, type TerminalIo } from './io.js'
import { createProgress } from './progress.js'

/** 0: done. 1: refused or failed, or the end was not awaited. 2: not understood. */
export type ExitCode = 0 | 1 | 2

export interface TerminalParts extends IdentityParts {
  /** What was typed behind the program's name, as the shell split it. */
  readonly argv: readonly string[]
  readonly dispatch: Pick<Dispatch, 'run'>
  readonly operations: Pick<Operations, 'find' | 'follow' | 'confirm' | 'cancel'>
  readonly io: TerminalIo
  readonly logger: Logger
  /** Ctrl-C: stops following, not the operation. */
  readonly interrupted?: AbortSignal
}

/**
 * Runs one command as `/ohmy` would, under the same rules, and follows what it started to its end. Data goes to stdout, problems to
 * stderr; with `--json` stdout is exactly one JSON document, whatever happens. Never rejects.
 */
export async function runTerminal(parts: TerminalParts): Promise<ExitCode> {
  const read = readArgv(parts.argv)
  if (!read.ok) return fail(parts, parts.argv.includes('--json'), { code: 'usage', ...read }, 2)
  const { line } = read
  try {
    const identity = await identify(line.as, parts)
    if (!identity.ok) return fail(parts, line.json, identity, 1)
    const reply = await parts.dispatch.run(line.text, identity.caller)
    if (reply.failed !== undefined || reply.operation === undefined) return show(parts, line, reply)
    return await goAlong(parts, line, reply, reply.operation, identity.caller)
  } catch (error) {
    return fail(parts, line.json, wordsFor(error, parts.logger), 1)
  }
}

function show(parts: TerminalParts, line: TerminalLine, reply: Reply): ExitCode {
  const { stdout, stderr } = parts.io
  if (line.json) printJson(parts, reply.data)
  if (reply.failed !== undefined) sayTo(stderr, reply.message.text)
  else if (!line.json) sayTo(stdout, reply.message.text)
  if (reply.failed === undefined) return 0
  return reply.failed === 'usage' ? 2 : 1
}

/** From the started operation to its end. */
async function goAlong(
  parts: TerminalParts,
  line: TerminalLine,
  reply: Reply,
  id: string,
  caller: Caller,
): Promise<ExitCode> {
  const { io, operations } = parts
  const stream = line.json ? io.stderr : io.stdout
  sayTo(stream, reply.message.text)
  const record = await operations.find(id)
  if (record !== undefined) {
    const confirmed = await confirmTyped(record, line.confirm, caller, operations, io)
    if (confirmed.kind === 'not confirmed') return fail(parts, line.json, confirmed, 1)
    if (confirmed.reply?.failed !== undefined) return show(parts, line, confirmed.reply)
  }
  const end = await followToEnd(id, operations, createProgress(io, stream), parts.interrupted)
  if (end === 'stopped following') {
    if (line.json) printJson(parts, { operation: id, followed: false })
    sayTo(io.stderr, `Stopped following. ${id} goes on without you: its card in Slack shows how it ends.`)
    return 1
  }
  if (line.json) printJson(parts, end as unknown as Json)
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

function fail(parts: TerminalParts, json: boolean, words: Words, exitCode: 1 | 2): ExitCode {
  const { code, what, next } = words
  if (json) printJson(parts, { error: { code, what, next } })
  sayTo(parts.io.stderr, `${what}\n${next}`)
  return exitCode
}

function printJson(parts: TerminalParts, data: Json): void {
  parts.io.stdout.write(`${JSON.stringify(data, null, 2)}\n`)
}

function wordsFor(error: unknown, logger: Logger): Words {
  const known = wordsForKnown(error, true)
  if (known !== undefined) return known
  logger.error({ err: error }, 'The terminal failed unexpectedly')
  return {
    code: 'internal-error',
    what: 'Something went wrong in ohmy.',
    next: 'Its log says what. Look at the status before you repeat a change: it may have been started.',
  }
}
