import { ScheduleRecord } from '../core/schedule.js'
import type { Flow, Next, Turn } from '../flow/flow.js'
import type { SchedulePorts } from './ports.js'
import { came, comeDue } from './walk.js'
import { hearScheduleWord, type ScheduleWord } from './words.js'

const day = 86_400_000
/** One that was taken out is shown as long as somebody may ask why it does not come. */
const keptFor = 7 * day

export type ScheduleFlow = Flow<ScheduleRecord, SchedulePorts, ScheduleWord>
type ScheduleTurn = Turn<ScheduleRecord, SchedulePorts>

/** A schedule: it waits for its next time, makes one message, and waits again. It has none of its own that is kept up to date. */
export const scheduleFlow: ScheduleFlow = {
  kind: 'schedule',
  lane: 'reading',
  record: ScheduleRecord,
  keptFor,
  about: ({ state, run }) => ({
    ended: state === 'ended',
    state: run === undefined ? state : 'running',
    holds: [],
  }),
  look,
  hear: hearScheduleWord,
  fail,
}

async function look(turn: ScheduleTurn): Promise<Next> {
  const { record, clock, ports } = turn
  if (record.state === 'ended') return 'settled'
  if (record.run !== undefined) {
    await perform(turn)
    return { again: 0 }
  }
  const now = clock.now()
  if (record.next > now) return { again: Math.min(record.next - now, day) }
  const { missed } = comeDue(record, now)
  if (missed !== undefined) {
    const { count, first, last } = missed
    ports.log({ schedule: record.schedule.name, missed: count, first, last })
  }
  // Somebody may have asked for one, or changed its time, meanwhile.
  await turn.write((current) =>
    current.run === undefined && current.state === 'waiting' && current.next <= now
      ? comeDue(current, now).record
      : current,
  )
  return { again: 0 }
}

async function perform(turn: ScheduleTurn): Promise<void> {
  const { record, ports, clock } = turn
  const { schedule, run } = record
  if (run === undefined) return
  const report = run.failure === undefined ? await ports.report(schedule) : undefined
  await turn.checkpoint('gathered')
  await turn.hold()
  await ports.post(schedule, run, report)
  await turn.checkpoint('posted')
  const outcome =
    run.failure === undefined ? { kind: 'posted' as const } : { kind: 'failed' as const, reason: run.failure }
  await turn.write((current) =>
    current.run?.letter === run.letter ? came(current, outcome, clock.now()) : current,
  )
}

/** One message that cannot be made ends nothing: that it could not is told in its place, and the next one comes at its time. */
function fail(record: ScheduleRecord, words: string, now: number): ScheduleRecord {
  const { run } = record
  if (run === undefined) return { ...record, state: 'ended' }
  if (run.failure === undefined) return { ...record, run: { ...run, failure: words } }
  return came(record, { kind: 'failed', reason: words }, now)
}
