import { setTimeout as sleep } from 'node:timers/promises'
import { approver, requester } from '../../../sandbox/people.js'
import type { World } from '../../../sandbox/world.js'
import { IncidentRecord } from '../../../src/core/incident.js'
import { keys } from '../../../src/redis/keys.js'
import { inStore } from '../../e2e/in-store.js'
import { until } from '../../support/until.js'
import type { SoakAlarm } from './alarms.js'
import type { Random } from './random.js'

/** Something that was said, and whether Slack heard from ohmy that it was taken. */
export interface Said {
  readonly text: string
  /** The incident's, of what was said to one. */
  readonly incident?: string
  readonly isTaken: boolean
}

const both = [requester, approver] as const

/** Two people who open incidents, say things to them, press what they see, and say it again where nobody answered. */
export function createPeople(world: World, random: Random) {
  const { workspace } = world
  const opened: Said[] = []
  const notes: Said[] = []
  const muted = new Set<string>()
  let words = 0

  /** @returns whether ohmy has acknowledged it; where not, nobody knows whether it came through */
  async function say(line: string, channel = 'devops'): Promise<boolean> {
    const delivery = await workspace.say(random.pick(both), channel, line).catch(() => undefined)
    return delivery?.ok === true
  }

  async function open(number: number): Promise<void> {
    const severity = random.between(1, 3)
    const environment = random.pick(['staging', 'production'])
    for (let attempt = 1; ; attempt++) {
      const text = `fire ${number} of try ${attempt}`
      const isTaken = await say(`/ohmy incident open "${text}" --sev ${severity} ${environment}`)
      opened.push({ text, isTaken })
      if (isTaken) return
      await sleep(500)
    }
  }

  async function speak(): Promise<void> {
    const incidents = (await readIncidents(world)).filter(
      ({ status }) => status !== 'closed' && status !== 'merged',
    )
    if (incidents.length === 0) return
    const { id } = random.pick(incidents)
    words += 1
    const what = random.pick(['note', 'note', 'note', 'update', 'task', 'role', 'status', 'lead'] as const)
    if (what === 'note') {
      const text = `seen ${words} in the soak`
      const isTaken = await say(`/ohmy incident note ${id} "${text}"`)
      notes.push({ text, incident: id, isTaken })
    }
    if (what === 'update') await say(`/ohmy incident update ${id} "it stands so ${words}"`)
    if (what === 'task') await say(`/ohmy incident task ${id} "do this ${words}"`)
    if (what === 'role') await say(`/ohmy incident role ${id} ${random.pick(['commander', 'scribe'])}`)
    if (what === 'status') {
      await say(`/ohmy incident status ${id} ${random.pick(['assessing', 'mitigating', 'monitoring'])}`)
    }
    if (what === 'lead') await press('incidents', 'I lead')
  }

  /** Presses a button of that name, wherever it is seen. */
  async function press(channel: string, name: string): Promise<void> {
    const seen = workspace
      .messages(channel)
      .filter(({ blocks }) => JSON.stringify(blocks).includes(`"text":"${name}"`))
    if (seen.length === 0) return
    await workspace.click(random.pick(both), random.pick(seen), name).catch(() => undefined)
  }

  async function mute({ name }: SoakAlarm): Promise<void> {
    muted.add(name)
    await say(`/ohmy mute ${name} ${environmentOf(name)} --for 1h`)
  }

  return {
    opened,
    notes,
    async openAll(count: number, within: number): Promise<void> {
      for (let number = 1; number <= count; number++) {
        await open(number)
        await sleep(random.between(0, (2 * within) / count))
      }
    },
    async talk(alarms: readonly SoakAlarm[], signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await sleep(random.between(100, 600), undefined, { signal }).catch(() => undefined)
        const what = random.pick(['speak', 'speak', 'speak', 'ack', 'all', 'page', 'mute'] as const)
        if (what === 'speak') await speak()
        if (what === 'ack') await press('alerts', 'Ack')
        if (what === 'all') await press('alerts', 'Ack all')
        if (what === 'page') await press(channelOfPages(world, random), 'Ack')
        if (what === 'mute' && muted.size < 5) await mute(random.pick(alarms))
      }
    },
    async unmuteAll(): Promise<void> {
      for (const name of muted) {
        const isGone = () =>
          inStore(
            world.store.url,
            async (redis) => !(await redis.hkeys(keys.mutes)).some((key) => key.includes(name)),
          )
        await until(`${name} to be unmuted`, async () => {
          if (await isGone()) return true
          await say(`/ohmy unmute ${name} ${environmentOf(name)}`)
          await sleep(300)
          return isGone()
        })
      }
    },
    /** Says that each is resolved, until it is. */
    async resolveAll(): Promise<void> {
      for (const { id } of await readIncidents(world)) {
        await until(`${id} to be resolved`, async () => {
          const record = (await readIncidents(world)).find((one) => one.id === id)
          if (record?.resolvedAt !== undefined) return true
          await say(`/ohmy incident resolve ${id} --cause "a match" --impact "smoke"`)
          await sleep(300)
          return false
        })
      }
    },
  }
}

export type SoakPeople = ReturnType<typeof createPeople>

export function readIncidents({ store }: World): Promise<readonly IncidentRecord[]> {
  return inStore(store.url, async (redis) => {
    const ids = await redis.zrange(keys.flows('incident'), 0, '-1')
    const records = await Promise.all(ids.map((id) => redis.hget(keys.flow(id), 'record')))
    return records.flatMap((record) => (record === null ? [] : IncidentRecord.parse(JSON.parse(record))))
  })
}

function channelOfPages({ workspace }: World, random: Random): string {
  const rooms = workspace.state().channels.filter(({ name }) => name.startsWith('inc-'))
  return rooms.length === 0 ? 'devops' : random.pick(rooms).name
}

function environmentOf(alarm: string): string {
  return alarm.startsWith('ohmycoins-prod-') ? 'production' : 'staging'
}
