import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../../sandbox/world.js'
import { alarmEvent } from '../../support/alarm-event.js'
import type { Random } from './random.js'

/** An alarm of the simulated account, and how it stands as its newest event tells it. */
export interface SoakAlarm {
  readonly name: string
  readonly subject: string
  state: 'OK' | 'ALARM'
  at: number
}

/** An event comes so much later than it was sent, so that events overtake each other (ms). */
const latest = 1_500
const kindsOfRubbish = [
  'no <!channel> JSON',
  JSON.stringify({ detail: 1 }),
  alarmEvent('somebody-elses-alarm', 'ALARM', Date.now()),
]

/** Alarms that ring, are good again and ring again, told twice and in any order, with rubbish in between. */
export function createAlarms(world: World, random: Random, count: number) {
  const alarms: readonly SoakAlarm[] = Array.from({ length: count }, (_, index) => {
    const name = `ohmycoins-${random.pick(['staging', 'prod'])}-soak-${index + 1}`
    const subject = `arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`
    return { name, subject, state: 'OK', at: 0 }
  })
  const onTheWay = new Set<Promise<void>>()

  function put(body: string, after: number): void {
    const sent = sleep(after).then(() => {
      world.account.world.putMessage(body)
      onTheWay.delete(sent)
    })
    onTheWay.add(sent)
  }

  function change(alarm: SoakAlarm, state: SoakAlarm['state']): void {
    // Of two changes in one millisecond nobody could say which is the later one.
    alarm.at = Math.max(Date.now(), alarm.at + 1)
    alarm.state = state
    const event = alarmEvent(alarm.name, state, alarm.at)
    put(event, random.between(0, latest))
    if (random.chance(0.3)) put(event, random.between(0, latest))
    if (random.chance(0.1)) put(random.pick(kindsOfRubbish), random.between(0, latest))
  }

  /** One alarm's story: it rings, and may be good again and ring again. */
  async function tell(alarm: SoakAlarm, within: number): Promise<void> {
    await sleep(random.between(0, within * 0.6))
    for (let times = random.between(1, 3); times > 0; times--) {
      change(alarm, 'ALARM')
      if (random.chance(0.4)) {
        await sleep(random.between(1, within * 0.1))
        change(alarm, 'OK')
      }
      await sleep(random.between(1, within * 0.1))
    }
  }

  return {
    alarms,
    tellAll: async (within: number) => void (await Promise.all(alarms.map((alarm) => tell(alarm, within)))),
    async allGood(within: number) {
      await Promise.all(
        alarms.map(async (alarm) => {
          await sleep(random.between(0, within))
          if (alarm.state !== 'OK') change(alarm, 'OK')
        }),
      )
    },
    async allSent() {
      while (onTheWay.size > 0) await Promise.all(onTheWay)
    },
  }
}

export type SoakAlarms = ReturnType<typeof createAlarms>
