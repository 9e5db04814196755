import { idFrom } from '../../core/ids.js'
import { isEnded } from '../../core/operation.js'
import { isRunEnded, type RunRecord } from '../../core/run.js'
import type { Next } from '../../flow/flow.js'
import { followLeftOpen, lookAgainAt } from './action.js'
import { lineOf, unknownIn } from './step-words.js'
import type { RunEvent, Said } from './ports.js'
import type { RunTurn } from './turn.js'
import { withStep } from './walk.js'
import { stepNamed } from '../../core/run-steps.js'

/** The last duties of a run: what somebody wants taken back is taken back, the end is recorded, the report is handed over. */
export async function settleRun(turn: RunTurn): Promise<Next> {
  const leftOpen = await followLeftOpen(turn)
  if (leftOpen !== undefined) return leftOpen
  const takingBack = turn.record.steps.find(({ back }) => back?.state === 'running')
  if (takingBack !== undefined) {
    const next = await takeBack(turn, takingBack.id)
    if (next !== undefined) return next
    return { again: 0 }
  }
  const { record, ports, id } = turn
  // Whoever began it may have died before that was recorded.
  await ports.audit(beginningOf(record))
  await ports.audit({
    kind: 'run ended',
    actor: record.caller,
    summary: `${record.state}: ${record.runbook.title} (${id})`,
    ...(record.environment === undefined ? {} : { environment: record.environment }),
    run: id,
    once: `ended ${record.rounds}`,
  })
  await turn.checkpoint('recorded end')
  return handOverReport(turn)
}

/** What is recorded of the beginning of a run. */
export function beginningOf(record: RunRecord): RunEvent {
  const { id, mode, runbook, environment, caller } = record
  return {
    kind: 'run began',
    actor: caller,
    summary: `${runbook.title} (${id}${mode === 'real' ? '' : `, ${mode}`})`,
    ...(environment === undefined ? {} : { environment }),
    run: id,
    once: 'began',
  }
}

/** Says what takes an action back, as whoever pressed; the operation's own Undo, or the line that the runbook gives. */
async function takeBack(turn: RunTurn, stepId: string): Promise<Next | undefined> {
  const { record, ports } = turn
  const found = stepNamed(record, stepId)
  if (found === undefined || found.step.kind !== 'action' || found.state.back === undefined) return undefined
  const { step, state } = found
  const { asked, tries } = found.state.back
  const change = (back: Partial<NonNullable<typeof state.back>>) =>
    turn.write((now) => {
      const current = stepNamed(now, stepId)?.state.back
      return current === undefined || current.tries !== tries
        ? now
        : withStep(now, stepId, { back: { ...current, ...back } })
    })
  const { operation: known } = found.state.back
  if (known !== undefined) {
    const operation = await ports.operation(known)
    if (operation !== undefined && !isEnded(operation.state)) return { again: lookAgainAt * ports.timeScale }
    const isDone = operation?.state === 'succeeded'
    await change(
      isDone
        ? { state: 'done' }
        : { state: 'failed', reason: operation?.outcomeReason ?? `${known} did not take it back.` },
    )
    return undefined
  }
  const [unknown] = typeof step.undo === 'string' ? unknownIn(record, step, step.undo) : []
  if (unknown !== undefined) {
    await change({ state: 'failed', reason: `Its way back needs ${unknown}, which is not known.` })
    return undefined
  }
  const line = step.undo === true ? `undo ${state.operation ?? ''}` : lineOf(record, step, step.undo ?? '')
  await turn.hold()
  await turn.checkpoint('taking back')
  const operation = idFrom('op', `${turn.id} back ${stepId} ${tries}`)
  const started = await startedAlready(turn, operation, state.operation)
  const answer: Said =
    started === undefined
      ? await ports.say(line, asked, { operation, parent: turn.id, isDrill: record.mode === 'drill' })
      : { kind: 'operation', id: started }
  // A store that went away in the middle may have kept what it is said to have refused.
  const kept = answer.kind === 'refused' ? await ports.operation(operation) : undefined
  const said: Said = kept === undefined ? answer : { kind: 'operation', id: kept.id }
  await turn.checkpoint('taken back')
  if (said.kind === 'operation') await change({ said: line, operation: said.id })
  if (said.kind === 'said') await change({ said: line, state: 'done', reason: said.words })
  if (said.kind === 'refused') await change({ said: line, state: 'failed', reason: said.words })
  return undefined
}

/** What this very try, or a press of Undo on the operation's own card, began before. */
async function startedAlready(
  { ports }: RunTurn,
  operation: string,
  undoes: string | undefined,
): Promise<string | undefined> {
  if ((await ports.operation(operation)) !== undefined) return operation
  return undoes === undefined ? undefined : (await ports.operation(undoes))?.undoneBy
}

/** Counted before it is tried: a process that dies in between may leave a report there twice, and never tries for ever. */
async function handOverReport(turn: RunTurn): Promise<Next> {
  const { record, ports, id, version } = turn
  const { place, reportsOwed } = record
  if (reportsOwed === 0 || place === undefined) return 'settled'
  // Somebody may take it up again meanwhile: its next end has a report of its own.
  const owing = (left: number) => (now: RunRecord) =>
    isRunEnded(now.state) && now.rounds === record.rounds ? { ...now, reportsOwed: left } : now
  const counted = await turn.write(owing(reportsOwed - 1))
  if (counted.rounds !== record.rounds) return { again: 0 }
  const report = ports.report(counted)
  await ports.attach({ id, version, place }, async () => [report])
  await turn.write(owing(0))
  // Somebody may have wanted something taken back meanwhile.
  return { again: 0 }
}
