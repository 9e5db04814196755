import type { PauseHook, PauseRecord } from '../core/pause.js'
import type { PauseNotice } from './ports.js'

/** Those that begin to wait at the same look are asked about together. */
function together({ hooks }: Pick<PauseRecord, 'hooks'>): readonly (readonly PauseHook[])[] {
  const pauses = hooks.filter(
    ({ kind, decisions, elsewhere }) => kind === 'PAUSE' && (decisions.length > 0 || elsewhere === undefined),
  )
  const moments = [...new Set(pauses.map(({ foundAt }) => foundAt))]
  return moments.map((moment) => pauses.filter(({ foundAt }) => foundAt === moment))
}

/** What has to have been told by now. Pure, from the record alone: whoever looks next, after a crash, comes to the same. */
export function noticesOf(record: PauseRecord, now: number): readonly PauseNotice[] {
  return together(record).flatMap((hooks): readonly PauseNotice[] => {
    const open = record.endedAt === undefined && hooks.some(({ state }) => state === 'waiting')
    const due = remindedAt(hooks)
    const isDue = due !== undefined && (!open || now >= due)
    return [{ kind: 'request', hooks, open }, ...(isDue ? [{ kind: 'reminder', hooks, open } as const] : [])]
  })
}

/** When the approvers are to be reminded next; undefined: never. */
export function nextReminder(record: PauseRecord, now: number): number | undefined {
  const due = together(record).flatMap((hooks) =>
    hooks.some(({ state }) => state === 'waiting') ? (remindedAt(hooks) ?? []) : [],
  )
  const left = due.filter((at) => at > now)
  return left.length === 0 ? undefined : Math.min(...left)
}

/** At half of the shortest time they have. */
function remindedAt(hooks: readonly PauseHook[]): number | undefined {
  const ends = hooks.flatMap(({ until }) => until ?? [])
  const [{ foundAt } = { foundAt: 0 }] = hooks
  return ends.length === 0 ? undefined : foundAt + (Math.min(...ends) - foundAt) / 2
}
