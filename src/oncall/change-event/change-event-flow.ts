import { ChangeEventRecord } from '../../core/change-event.js'
import type { Flow, Next, Turn } from '../../flow/flow.js'
import type { PagerDutyAnswer } from '../page/ports.js'
import { sendAgainAfter } from '../pager-duty.js'

/** What stands in PagerDuty is found there (ms). */
const keptFor = 86_400_000
/** About four hours: who looks for what changed looks within minutes. */
const mostFailures = 20

export interface ChangeEventPorts {
  tell(record: ChangeEventRecord): Promise<PagerDutyAnswer>
  /** It was given up: for the log. */
  gaveUp(record: ChangeEventRecord, why: string): void
  /** Less than 1: time runs faster, as in the sandbox. */
  readonly timeScale: number
}

export type ChangeEventFlow = Flow<ChangeEventRecord, ChangeEventPorts>

/** Tells PagerDuty of one operation, until it has taken it: beside the operation, never in its way. */
export const changeEventFlow: ChangeEventFlow = {
  kind: 'pagerduty.change',
  lane: 'reading',
  record: ChangeEventRecord,
  keptFor,
  about: ({ environment, state }) => ({ environment, ended: state !== 'telling', state, holds: [] }),
  look,
  fail: (record) => ({ ...record, state: 'given up' }),
}

async function look(turn: Turn<ChangeEventRecord, ChangeEventPorts>): Promise<Next> {
  const { record, ports, clock } = turn
  if (record.state !== 'telling') return 'settled'
  const left = record.again - clock.now()
  if (left > 0) return { again: left }
  await turn.hold()
  const answer = await ports.tell(record)
  await turn.checkpoint('pagerduty change')
  const failures = record.failures + 1
  const isGivenUp = answer.kind === 'refused' || (answer.kind === 'later' && failures >= mostFailures)
  if (answer.kind !== 'taken' && isGivenUp) ports.gaveUp(record, answer.why)
  const again = clock.now() + sendAgainAfter(failures) * ports.timeScale
  await turn.write((now) =>
    answer.kind === 'taken'
      ? { ...now, state: 'told' }
      : isGivenUp
        ? { ...now, state: 'given up', failures }
        : { ...now, failures, again },
  )
  return { again: 0 }
}
