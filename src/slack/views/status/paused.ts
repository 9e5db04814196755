import type { KnownBlock } from '@slack/types'
import type { HookAction } from '../../../core/pause.js'
import { section } from '../../blocks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import type { When } from '../alarms/words.js'
import { untilWords } from '../pauses/words.js'

/** A service whose deployment waits for somebody. */
export interface PausedService {
  /** Of the deployment: its message asks. */
  readonly id: string
  /** The short name. */
  readonly service: string
  readonly until?: number
  readonly timeoutAction?: HookAction
}

/** What waits for a decision, with where it is taken. */
export function pausedBlocks(paused: readonly PausedService[], { zone, now }: When): readonly KnownBlock[] {
  if (paused.length === 0) return []
  const lines = paused.map(
    ({ id, service, ...hook }) =>
      `✋ *${escapeMrkdwn(service)} waits for a decision* ${untilWords({ ...hook, foundAt: now }, zone)}: ${id}`,
  )
  return [section(lines.join('\n'))]
}
