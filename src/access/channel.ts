import type { Caller } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { isIncidentEnded } from '../core/incident.js'
import { capital, inCode, listed } from '../core/wording.js'
import type { Authority } from './authority.js'
import type { Permission } from './permission.js'

/** What stands in `changesIn` for direct messages. */
const directMessages = 'dm'

/**
 * Whether changes to an environment may be asked for here: where its policy lists the channel, or in the own channel of an open incident of that environment
 * (docs/adr/0018). Direct messages and App Home count as `dm` and must be listed: there,
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
  const incident = await permitIncidentChannel(channel, environment, authority)
  if (incident !== undefined) return incident
  const here = hidden ? `this channel (${inCode(channel)})` : inCode(`#${plain(name)}`)
  return refused(environment, `${environment.name} is not changed from ${here}`, caller)
}

function isDirect(caller: Caller): boolean {
  const place = caller.place
  if (place === undefined) return true
  const name = place.channelName ?? ''
  return place.channel.startsWith('D') || name === 'directmessage' || name.startsWith('mpdm-')
}

/** What an incident's own channel is good for; undefined: it is none's. By its record: a name such as `inc-…` can be given by anybody. */
async function permitIncidentChannel(
  channel: string,
  environment: Environment,
  { incidentIn }: Authority,
): Promise<Permission | undefined> {
  const { name } = environment
  try {
    const incident = await incidentIn?.(channel)
    if (incident === undefined) return undefined
    const { id, status, environment: about } = incident
    if (status === 'resolved' || isIncidentEnded(incident))
      return byIncident(
        `${id} is ${status}, so ${name} is not changed from its channel any more`,
        `If it is not over: ${inCode('/ohmy incident reopen')}. Otherwise ${elsewhere(environment)}.`,
      )
    if (about === name) return { kind: 'allowed' }
    return byIncident(
      `This is the channel of ${id}, which is about ${about ?? 'no environment'}, so ${name} is not changed from here`,
      `${capital(elsewhere(environment))}.`,
    )
  } catch {
    return {
      kind: 'refused',
      code: 'channel-unreadable',
      what: `Whether this is the channel of an open incident cannot be read, so ${name} is not changed from here.`,
      next: `Nothing was done. Try again in a minute, or ${elsewhere(environment)}.`,
    }
  }
}

function byIncident(what: string, next: string): Permission {
  return { kind: 'refused', code: 'channel-not-allowed', what: `${what}.`, next }
}

/** What to do instead, as a clause. */
function elsewhere({ policy }: Environment): string {
  const places = policy.changesIn.map((place) =>
    plain(place) === directMessages ? 'a direct message' : placeInCode(place),
  )
  return places.length === 0 ? 'ask for it in a channel' : `ask for it in ${listed(places)}`
}

function refused(environment: Environment, what: string, caller: Caller): Permission {
  const next = `${capital(elsewhere(environment))}.`
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
