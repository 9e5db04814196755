import type { PauseHook, PauseRecord } from '../core/pause.js'
import type { PauseTurn } from './turn.js'

/** As who says what nobody said. */
export const ecs = { id: 'ecs', origin: 'hook' } as const

/** What every audit record of a deployment says of it. */
export function about({ id, service }: Pick<PauseRecord, 'id' | 'service'>) {
  return { operation: id, environment: service.environment }
}

/** `backend in production at POST_TEST_TRAFFIC_SHIFT` */
export function pauseWords(
  { service }: Pick<PauseRecord, 'service'>,
  { stage }: Pick<PauseHook, 'stage'>,
): string {
  return `${service.name} in ${service.environment} at ${stage}`
}

/** Keeps that pauses were found and what was decided on them: each once, whoever dies in between. Before anything comes of a decision. */
export async function recordDecisions({ record, ports }: Pick<PauseTurn, 'record' | 'ports'>): Promise<void> {
  for (const hook of record.hooks.filter(({ kind }) => kind === 'PAUSE')) {
    const what = pauseWords(record, hook)
    await ports.audit({ ...about(record), kind: 'pause began', actor: ecs, summary: what, once: hook.id })
    for (const { action, by, at } of hook.decisions) {
      const kind = action === 'CONTINUE' ? 'approved' : 'rejected'
      const says = action === 'CONTINUE' ? 'may go on' : 'is to go back'
      await ports.audit({
        ...about(record),
        kind,
        actor: by,
        summary: `${what} ${says}`,
        once: `${hook.id}:${by.id}:${at}`,
      })
    }
  }
}
