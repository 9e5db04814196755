import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Standing } from '../core/standing.js'
import type { IdentityReader } from './identity.js'
import { standingIn } from './standing.js'

/** Names rarely change; who is in a user group decides what people may do, so it is asked again soon. */
const namesFor = 3_600_000
const membersFor = 60_000
/** So does whether somebody is a full member. */
const standingFor = 60_000
const most = 5_000
/** A modal's trigger lives 3 s, and an answer with an id in it is better than none (ms). */
const nameWithin = 1_000

const mostPages = 20

/** Who and what Slack's ids stand for. */
export interface Directory {
  /** The display name; the id itself where Slack does not say. */
  nameOf(user: string): Promise<string>
  /** Somebody by Slack id, by `vera.viewer` or by the name that is shown, in any case; undefined: nobody, or more than one. Rejects when Slack does not say. */
  personNamed(name: string): Promise<{ readonly id: string; readonly name: string } | undefined>
  /** Without #; undefined where Slack does not say (private channels need another scope). */
  channelName(channel: string): Promise<string | undefined>
  /** Members of a user group. Rejects when Slack does not say: whoever asks must then refuse. */
  membersOf(group: string): Promise<ReadonlySet<string>>
  /** What somebody is in our workspace. Rejects when Slack does not say: whoever asks must then refuse. */
  standingOf(user: string): Promise<Standing>
  /** The same two for one decision that must not go by what is remembered: Slack is asked anew, once each. */
  afresh(): Pick<Directory, 'membersOf' | 'standingOf'>
}

export function createDirectory(options: {
  readonly web: WebClient
  readonly identity: IdentityReader
  readonly clock: Clock
  readonly logger: Logger
}): Directory {
  const { web, identity, clock, logger } = options
  const people = remembered(clock, standingFor, async (user: string) => (await web.users.info({ user })).user)
  const names = remembered(clock, namesFor, async (user: string) => {
    const found = await people(user)
    return found?.profile?.display_name || found?.real_name || found?.name || user
  })
  const channels = remembered(clock, namesFor, async (channel: string) => {
    return (await web.conversations.info({ channel })).channel?.name
  })
  const members = remembered(clock, membersFor, async (usergroup: string) => {
    return new Set((await web.usergroups.users.list({ usergroup })).users ?? []) as ReadonlySet<string>
  })
  const everybody = remembered(clock, standingFor, async (_all: string) => {
    const members: Member[] = []
    let cursor = ''
    for (let page = 0; page < mostPages; page++) {
      const answer = await web.users.list({ limit: 200, ...(cursor === '' ? {} : { cursor }) })
      members.push(...((answer.members ?? []) as readonly Member[]))
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') break
    }
    return members.filter(({ deleted, is_bot }) => deleted !== true && is_bot !== true)
  })
  const nameOf = (user: string) =>
    within(nameWithin, names(user)).catch((error: unknown) => {
      logger.debug({ err: error, user }, 'Slack did not give the name of a person')
      return user
    })
  return {
    nameOf,
    async personNamed(name) {
      if (/^[UW][A-Z0-9]{5,}$/.test(name)) return { id: name, name: await nameOf(name) }
      const wanted = comparable(name)
      const found = (await everybody('all')).filter((member) => namesOf(member).includes(wanted))
      const [only, other] = found
      if (only?.id === undefined || other !== undefined) return undefined
      return { id: only.id, name: await nameOf(only.id) }
    },
    channelName: (channel) =>
      within(nameWithin, channels(channel)).catch((error: unknown) => {
        logger.debug({ err: error, channel }, 'Slack did not give the name of a channel')
        return undefined
      }),
    ...membership(),
    afresh: () => membership(clock.now()),
  }

  function membership(since?: number): Pick<Directory, 'membersOf' | 'standingOf'> {
    return {
      membersOf: (group) => members(group, since),
      async standingOf(user) {
        const [own, found] = await Promise.all([identity.read(), people(user, since)])
        return standingIn(own, found)
      },
    }
  }
}

interface Member {
  readonly id?: string
  readonly name?: string
  readonly real_name?: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  readonly profile?: { readonly display_name?: string }
}

/** Everything that Slack's composer may write for somebody, to be compared. */
function namesOf({ name, real_name: real, profile }: Member): readonly string[] {
  return [name, real, profile?.display_name].flatMap((one) => (one ? [comparable(one)] : []))
}

function comparable(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s._-]+/g, '.')
}

/**
 * Asks once for each key within the time, also when several ask at once; failures are not remembered. What was asked by the moment `since` (ms) does not count.
 */
function remembered<Value>(clock: Clock, forMs: number, ask: (key: string) => Promise<Value>) {
  const known = new Map<string, { readonly asked: number; readonly value: Promise<Value> }>()
  return (key: string, since = Number.NEGATIVE_INFINITY): Promise<Value> => {
    const found = known.get(key)
    if (found !== undefined && found.asked > Math.max(since, clock.now() - forMs)) return found.value
    if (known.size >= most) known.clear()
    const value = ask(key)
    known.set(key, { asked: clock.now(), value })
    value.catch(() => known.delete(key))
    return value
  }
}

/** Rejects when there is no answer in time; a later one is remembered all the same. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Slack did not answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
