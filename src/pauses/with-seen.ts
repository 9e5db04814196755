import type { Place } from '../core/caller.js'
import { openPauses, type PauseHook, type PauseRecord } from '../core/pause.js'
import type { SeenDeployment, SeenHook } from './ports.js'

/**
 * The record with what ECS tells now. Pure: it is tried again on what somebody said meanwhile.
 * @param place where it is shown, from when it waits for somebody
 */
export function withSeen(
  record: PauseRecord,
  seen: SeenDeployment,
  { now, place }: { readonly now: number; readonly place: Place },
): PauseRecord {
  const { unread: _unread, reason: _reason, superseded: _superseded, isFollowed: was, ...rest } = record
  const { state, strategy, stage, traffic, tasks, reason, superseded } = seen
  const known = record.hooks.map((hook) => hookNow(hook, seen, now))
  const fresh = seen.hooks
    .filter(({ id }) => !record.hooks.some((hook) => hook.id === id))
    .map((hook) => found(hook, seen, now))
  const hooks = [...known, ...fresh]
  // What is decided keeps, until it is carried out, who has the service.
  const isDecided = hooks.some((hook) => hook.state === 'decided')
  const follows = seen.operation !== undefined && seen.operation.id === record.begunBy?.operation
  const isFollowed = isDecided ? was === true : follows
  const waits = openPauses({ hooks }).length > 0
  return {
    ...rest,
    ...{ state, strategy, hooks, createdAt: seen.createdAt },
    ...(stage === undefined ? {} : { stage }),
    ...(traffic === undefined ? {} : { traffic }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(reason === undefined ? {} : { reason }),
    ...(superseded === undefined ? {} : { superseded }),
    ...(isFollowed ? { isFollowed } : {}),
    ...(waits && record.place === undefined ? { place } : {}),
    ...(isOver(state) && record.endedAt === undefined ? { endedAt: now } : {}),
  }
}

function isOver(state: PauseRecord['state']): boolean {
  return state !== 'running' && state !== 'going back' && state !== 'stopping'
}

/** What ohmy meets after it was answered was answered elsewhere. */
function found(hook: SeenHook, seen: SeenDeployment, now: number): PauseHook {
  const { status: _status, ...told } = hook
  const { stage = 'an unnamed stage', traffic } = seen
  const fresh: PauseHook = {
    ...told,
    ...{ stage, foundAt: now, state: 'waiting', decisions: [] },
    ...(traffic === undefined ? {} : { traffic }),
  }
  return hookNow(fresh, seen, now)
}

/** A hook that was open, as it is now. What has been settled stays as it was. */
function hookNow(hook: PauseHook, seen: SeenDeployment, now: number): PauseHook {
  if (hook.state !== 'waiting' && hook.state !== 'decided') return hook
  const status = seen.hooks.find(({ id }) => id === hook.id)?.status
  const state = stateNow(hook, status, seen, now)
  if (state === undefined) return hook
  const settled: PauseHook = { ...hook, state, settledAt: now }
  if (hook.kind === 'AWS_LAMBDA' || isOwnDoing(settled)) return settled
  const { operation } = seen
  const goesBack = state === 'went back' && operation?.goesBack === true
  return { ...settled, elsewhere: goesBack ? { operation: operation.id } : {} }
}

/** Undefined: it waits on. ECS may tell of active hooks alone: one that it is silent about has ended as the deployment goes on. */
function stateNow(
  { kind, until, sent }: PauseHook,
  status: SeenHook['status'] | undefined,
  { state, superseded }: SeenDeployment,
  now: number,
): PauseHook['state'] | undefined {
  const goesOn = state === 'running' || state === 'succeeded'
  switch (status) {
    case 'AWAITING_ACTION':
    case 'IN_PROGRESS':
      return goesOn ? undefined : 'over'
    case 'SUCCEEDED':
      return 'continued'
    case 'FAILED':
      // A deployment that is stopped takes its open hooks along.
      if (state === 'stopping' || state === 'stopped' || superseded) return 'over'
      return kind === 'PAUSE' ? 'went back' : 'failed'
    case 'TIMED_OUT':
      return 'timed out'
    case undefined:
      if (sent === undefined && until !== undefined && until <= now) return 'timed out'
      if (goesOn) return 'continued'
      return sent?.action === 'ROLLBACK' ? 'went back' : 'over'
  }
}

/** It ended as ECS was told from here; or nobody ended it. */
function isOwnDoing({ state, sent }: PauseHook): boolean {
  if (state === 'continued') return sent?.action === 'CONTINUE'
  if (state === 'went back') return sent?.action === 'ROLLBACK'
  return true
}
