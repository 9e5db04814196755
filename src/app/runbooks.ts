import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Audit } from '../audit/audit.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { Caller, Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Reply } from '../core/message.js'
import type { RunRecord } from '../core/run.js'
import type { Command } from '../dispatch/command.js'
import { commandMeant } from '../dispatch/command-meant.js'
import { refusalWords } from '../dispatch/recorded.js'
import type { Operations } from '../operations/operations.js'
import type { Library } from '../runbooks/library.js'
import { reportOf } from '../runbooks/report.js'
import type { RunEvent, RunPorts, Said } from '../runbooks/run/ports.js'
import { runFlow } from '../runbooks/run/run-flow.js'
import { createRuns, type Runs } from '../runbooks/runs.js'
import { runCard } from '../slack/views/runbooks/card.js'
import { childOperations } from './child-operations.js'
import type { FlowsRoom, ShownKind } from './flows.js'
import { refusedInDrill } from './practice.js'

export interface RunbooksRoom {
  readonly runs: Runs
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
}

/** Runbooks, the runs through them, and what those may use of everything else. */
export function createRunbooksRoom(options: {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly library: Library
  readonly checkPorts: CheckPorts
  readonly operations: Operations
  /** Says a line as somebody would have typed it, with these operations. */
  readonly say: (line: string, caller: Caller, operations: Operations) => Promise<Reply>
  readonly commands: readonly Command[]
  readonly attach: RunPorts['attach']
  readonly audit: Audit
  readonly authority: Authority
  /** Where the message of a run stands that was begun in no channel. */
  readonly place: Place
  /** The store's. */
  readonly clock: Clock
  readonly timeScale: number
}): RunbooksRoom {
  const { durable, library, checkPorts, operations, attach, authority, place, clock, timeScale } = options
  const { flows, store } = durable
  const audit = recordRuns(options.audit)
  const ports: RunPorts = {
    async check(name, { environment, service }, args, by) {
      if (environment === undefined)
        return { result: 'unknown', figure: 'the runbook has no environment to look at' }
      const looks = { verb: 'runbook', access: 'viewer' } as const
      const refusal = by === undefined ? undefined : await mayDo(looks, environment, by, authority)
      if (refusal !== undefined) return { result: 'unknown', figure: refusal.what }
      return askCheck(name, { environment, ...(service === undefined ? {} : { service }) }, args, checkPorts)
    },
    async say(line, by, as) {
      const refused = as.isDrill
        ? refusedInDrill(line, { commands: options.commands, config: authority.config })
        : undefined
      if (refused !== undefined) return { kind: 'refused', words: refused }
      return saidOf(await options.say(line, by, childOperations(operations, as)))
    },
    async plan(line, by) {
      if (!hasDryRun(options.commands, line))
        return { kind: 'said', words: 'It has no plan to show; it is done at once.' }
      const reply = await options.say(`${line} --dry-run`, by, operations)
      return reply.failed === undefined ? { kind: 'said', words: reply.message.text } : saidOf(reply)
    },
    operation: (id) => operations.find(id),
    async isOutdated({ runbook: { id, digest } }) {
      return (await library.find(id))?.digest !== digest
    },
    audit,
    report: (record) => reportOf(record, clock.now()),
    attach,
    timeScale,
  }
  const runs = createRuns({
    ...{ flows, store, library, authority, audit, clock },
    card: (record) => runCard(record),
    typedCard: (record) => runCard(record, { buttons: false }),
    defaultPlace: place,
  })
  return { runs, kind: { flow: runFlow, ports, message: (record: RunRecord) => runCard(record) } }
}

/** Whether a line's verb can only show what it would do. */
function hasDryRun(commands: readonly Command[], line: string): boolean {
  const command = commandMeant(commands, line.split(' '))
  return command?.args['dry-run'] !== undefined
}

function saidOf(reply: Reply): Said {
  if (reply.failed !== undefined) {
    const { what, next } = refusalWords(reply)
    return { kind: 'refused', words: `${what} ${next}` }
  }
  if (reply.operation !== undefined) return { kind: 'operation', id: reply.operation }
  return { kind: 'said', words: reply.message.text.split('\n')[0] ?? '' }
}

function recordRuns({ append }: Pick<Audit, 'append'>): (event: RunEvent) => Promise<void> {
  return ({ actor, once, run, ...event }) =>
    append(
      { ...event, operation: run, actor: actor.id, origin: actor.origin },
      `${run}:${event.kind}:${once}`,
    )
}
