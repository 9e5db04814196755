import type { Caller } from '../../src/core/caller.js'
import type { PauseHook, PauseRecord } from '../../src/core/pause.js'
import type { SeenDeployment, SeenHook } from '../../src/pauses/ports.js'

export const now = Date.UTC(2026, 10, 29, 10)
export const hour = 3_600_000
export const place = { channel: 'C0DEVOPS' }

export const person = (id: string, name: string): Caller => ({ id, name, origin: 'button' })
export const rita = person('U0RITA', 'Rita')
export const aaron = person('U0AARON', 'Aaron')
export const maya = person('U0MAYA', 'Maya')

export function hook(changes: Partial<PauseHook> = {}): PauseHook {
  return {
    ...{ id: 'ecs-pause-e7tK9G_WRJqNF', kind: 'PAUSE', stage: 'POST_TEST_TRAFFIC_SHIFT' },
    ...{ until: now + hour, timeoutAction: 'ROLLBACK', foundAt: now, state: 'waiting', decisions: [] },
    ...changes,
  }
}

export function record(changes: Partial<PauseRecord> = {}): PauseRecord {
  return {
    ...{ v: 1, id: 'deployment-7k2m9qa', deployment: 'arn:d', state: 'running', strategy: 'CANARY' },
    service: { environment: 'production', name: 'backend', service: 'prod-backend', cluster: 'prod' },
    ...{ createdAt: now - hour, foundAt: now, hooks: [hook()], place },
    needs: { count: 1, role: 'approver' },
    ...changes,
  }
}

export function seenHook(changes: Partial<SeenHook> = {}): SeenHook {
  return {
    ...{ id: hook().id, kind: 'PAUSE', status: 'AWAITING_ACTION', until: now + hour },
    ...{ timeoutAction: 'ROLLBACK', ...changes },
  }
}

export function seen(changes: Partial<SeenDeployment> = {}): SeenDeployment {
  return {
    ...{ state: 'running', strategy: 'CANARY', stage: 'PRODUCTION_TRAFFIC_SHIFT', traffic: 10 },
    ...{ createdAt: now - hour, hooks: [seenHook()], ...changes },
  }
}
