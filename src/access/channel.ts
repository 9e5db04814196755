import type { Caller } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { inCode, listed } from '../core/wording.js'
import type { Authority } from './authority.js'
import type { Permission } from './permission.js'

/** What stands in `changesIn` for direct messages. */
const directMessages = 'dm'

/**
 * Whether changes to an environment may be asked for here. Direct messages and App Home count as `dm` and must be listed: there,
 * nobody else sees what is changed. The terminal and CI are exempt: they are in no channel.
 */
export async function permitChannel(
  caller: Caller,
  environment: Environment,
  authority: Authority,
): Promise<Permission> {
  if (caller.origin === 'terminal' || caller.origin === 'hook') return { kind: 'allowed' }
  const listedPlaces = environment.policy.changesIn.map(plain)
  const channel = caller.place?.channel
  if (channel === undefined || isDirect(caller)) {
    if (listedPlaces.includes(directMessages)) return { kind: 'allowed' }
    return refused(environment, `${environment.name} is not changed from direct messages`, caller)
  }
  if (listedPlaces.length === 0 || listedPlaces.includes(plain(channel))) return { kind: 'allowed' }
  const name = caller.place?.channelName ?? (await authority.channelNameOf?.(channel).catch(() => undefined))
  // Slack gives this instead of a private channel's name: https://docs.slack.dev/interactivity/implementing-slash-commands
  const hidden = name === undefined || name === 'privategroup'
  if (!hidden && listedPlaces.includes(plain(name))) return { kind: 'allowed' }
  const here = hidden ? `this channel (${inCode(channel)})` : inCode(`#${plain(name)}`)
  return refused(environment, `${environment.name} is not changed from ${here}`, caller)
}

function isDirect(caller: Caller): boolean {
  const place = caller.place
  if (place === undefined) return true
  const name = place.channelName ?? ''
  return place.channel.startsWith('D') || name === 'directmessage' || name.startsWith('mpdm-')
}

function refused(environment: Environment, what: string, caller: Caller): Permission {
  const places = environment.policy.changesIn.map((place) =>
    plain(place) === directMessages ? 'a direct message' : placeInCode(place),
  )
  const next = places.length === 0 ? 'Ask for it in a channel.' : `Ask for it in ${listed(places)}.`
  const id = caller.place?.channel
  const byId =
    id === undefined || isDirect(caller)
      ? ''
      : ` To allow it here, add ${inCode(id)} to the environment's changesIn.`
  return { kind: 'refused', code: 'channel-not-allowed', what: `${what}.`, next: next + byId }
}

function placeInCode(place: string): string {
  return inCode(/^[CG][A-Z0-9]{6,}$/.test(place) ? place : `#${plain(place)}`)
}

function plain(place: string): string {
  return place.replace(/^#/, '').toLowerCase()
}
