import { type Alarm, shortAlarmName } from '../../src/core/alarms.js'
import { formatDuration } from '../../src/core/duration.js'
import type { Environment } from '../../src/core/environment.js'
import type { Choices } from '../../src/core/form.js'
import { muteOf } from '../../src/core/mutes.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'

const order: Readonly<Record<Alarm['state'], number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 }

/** The alarms there are, those that ring first, the newest first; those that are muted last. */
export async function alarmsThere({
  aws,
  clock,
  mutes,
  environment,
  environments,
}: ChoiceContext): Promise<Choices> {
  const now = clock.now()
  const [muted, read] = await Promise.all([
    mutes.list().catch(() => []),
    Promise.all(
      environments.map(async (place) => {
        const { value } = await aws(place).alarms()
        return value.map((alarm) => ({ alarm, place }))
      }),
    ),
  ])
  const all = read.flat().map(({ alarm, place }) => {
    const mute = muteOf(muted, { environment: place.name, name: alarm.name }, now)
    return { alarm, place, isMuted: mute !== undefined }
  })
  if (all.length === 0) return { options: [], none: `There is no alarm${placesOf(environments)}.` }
  const sorted = all.toSorted(
    (a, b) =>
      Number(a.isMuted) - Number(b.isMuted) ||
      order[a.alarm.state] - order[b.alarm.state] ||
      b.alarm.since - a.alarm.since,
  )
  return {
    options: sorted.map(({ alarm, place, isMuted }) => ({
      // The whole name is one alarm's, wherever it is.
      value: alarm.name,
      text: [
        shortAlarmName(alarm.name, place.alarmPrefix),
        ...(environment === undefined ? [place.name] : []),
        stateOf(alarm, now),
        ...(isMuted ? ['muted'] : []),
      ].join(' · '),
    })),
  }
}

/** The alarms that are muted now. */
export async function mutedAlarms({
  clock,
  mutes,
  environment,
  environments,
}: ChoiceContext): Promise<Choices> {
  const now = clock.now()
  const there = (await mutes.list()).flatMap((mute) => {
    const place = environments.find(({ name }) => name === mute.environment)
    return place === undefined || mute.until <= now ? [] : [{ mute, place }]
  })
  return {
    options: there.map(({ mute, place }) => ({
      value: mute.alarm,
      text: [
        shortAlarmName(mute.alarm, place.alarmPrefix),
        ...(environment === undefined ? [place.name] : []),
        `${formatDuration(mute.until - now)} left`,
        mute.by.name,
      ].join(' · '),
    })),
    areAll: true,
    none: `No alarm is muted${placesOf(environments)}.`,
  }
}

function stateOf({ state, since }: Alarm, now: number): string {
  if (state === 'OK') return 'good'
  const lasts = formatDuration(Math.max(0, now - since))
  return state === 'ALARM' ? `rings for ${lasts}` : `without data for ${lasts}`
}

function placesOf(environments: readonly Environment[]): string {
  return environments.length === 0 ? '' : ` in ${environments.map(({ name }) => name).join(' and ')}`
}
