import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery } from '../contract.js'
import { identity } from '../identity.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { deliveryFrom } from './outcome.js'
import type { Acknowledgement, Retry } from './transport.js'

/**
 * Sends an event, and again up to three times with the same `event_id` while it is not acknowledged.
 * Resolves after the first attempt; retries go on behind it until the workspace stops.
 */
export async function sendEvent(
  event: Readonly<Record<string, unknown>>,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> {
  const payload = {
    token: identity.verificationToken,
    team_id: identity.teamId,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(workspace.settings.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: workspace.settings.people.some(({ standing }) => standing === 'external'),
  }
  const first = await workspace.transport.deliver('events_api', payload)
  if (!first.ok) void retry(payload, reason(first), workspace, stopped)
  return deliveryFrom(first)
}

async function retry(
  payload: Readonly<Record<string, unknown>>,
  firstReason: Retry['reason'],
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<void> {
  let why = firstReason
  for (const [index, wait] of workspace.settings.eventRetryWaits.slice(0, 3).entries()) {
    try {
      await sleep(wait, undefined, { signal: stopped })
    } catch {
      return
    }
    const acknowledgement = await workspace.transport.deliver('events_api', payload, {
      attempt: index + 1,
      reason: why,
    })
    if (acknowledgement.ok) return
    why = reason(acknowledgement)
  }
}

function reason(acknowledgement: Acknowledgement): Retry['reason'] {
  if (acknowledgement.ok || acknowledgement.error === 'operation_timeout') return 'http_timeout'
  return /^\d+$/.test(acknowledgement.reason) ? 'http_error' : 'connection_failed'
}
