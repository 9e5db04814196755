import { sendContributorEvent } from './cloudwatch/alarm-event.js'
import { changeAlarm } from './cloudwatch/change-alarm.js'
import { evaluateAlarms } from './cloudwatch/evaluate-alarm.js'
import type { AlarmRecord, MuteRuleRecord, OtherAlarmRecord } from './cloudwatch/model.js'
import { arn } from './identity.js'
import type { World } from './world.js'

/** Looks at and meddles with alarms. Names that do not exist throw. */
export interface AlarmsControl {
  /** Sets an alarm; it stays so until set again, whatever its metric does. */
  setAlarm(name: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', reason?: string): void
  alarms(): { name: string; state: string; reason: string }[]
  /** Somebody switches the alarm's actions on or off. */
  setAlarmActions(name: string, enabled: boolean): void
  /** What CloudWatch says of its evaluation from now on, which leaves the alarm without data; undefined: it went well, and is OK. */
  setEvaluation(name: string, evaluation: AlarmRecord['evaluationState'], reason?: string): void
  /** A composite alarm, or one on a query, in OK. Its state is what `setAlarm` says. */
  addAlarm(alarm: Pick<OtherAlarmRecord, 'name' | 'looksAt'>): void
  /** What breaches an alarm on a query from now on: an event tells of each that is new, and of each that does not any more. */
  setContributors(name: string, contributors: OtherAlarmRecord['contributors']): void
  addMuteRule(rule: MuteRuleRecord): void
  removeMuteRule(name: string): void
}

export function alarmsControl(world: World): AlarmsControl {
  function find(name: string): AlarmRecord | OtherAlarmRecord {
    const alarm = world.alarms.get(name) ?? world.otherAlarms.get(name)
    if (alarm === undefined) throw new Error(`The simulated account has no alarm ${name}`)
    return alarm
  }

  return {
    setAlarm(name, state, reason = 'Set by hand in the simulated account') {
      world.time.catchUp()
      const alarm = find(name)
      if ('isHeld' in alarm) alarm.isHeld = true
      changeAlarm(world, alarm, state, reason)
    },
    alarms() {
      world.time.catchUp()
      evaluateAlarms(world)
      return Array.from(world.alarms.values(), ({ name, state, reason }) => ({ name, state, reason }))
    },
    setAlarmActions: (name, enabled) => void (find(name).actionsEnabled = enabled),
    setEvaluation(name, evaluation, reason = '') {
      const alarm = find(name)
      alarm.evaluationState = evaluation
      if ('isHeld' in alarm) alarm.isHeld = true
      const isBlind = evaluation !== undefined && evaluation !== 'PARTIAL_DATA'
      const state = isBlind ? 'INSUFFICIENT_DATA' : evaluation === undefined ? 'OK' : alarm.state
      changeAlarm(world, alarm, state, reason)
    },
    addAlarm({ name, looksAt }) {
      const now = world.time.now()
      world.otherAlarms.set(name, {
        ...{ name, looksAt, arn: arn('cloudwatch', `alarm:${name}`), description: '', actions: [] },
        ...{
          actionsEnabled: true,
          contributors: [],
          state: 'OK',
          reason: 'Unchecked: Initial alarm creation',
        },
        ...{ createdAt: now, updatedAt: now, transitionedAt: now },
      })
    },
    setContributors(name, contributors) {
      const alarm = find(name)
      if (!('looksAt' in alarm)) throw new Error(`${name} looks at one metric: it has no contributors`)
      const before = alarm.contributors
      const isIn = (list: typeof before, { attributes }: (typeof before)[number]) =>
        list.some((one) => JSON.stringify(one.attributes) === JSON.stringify(attributes))
      alarm.contributors = contributors
      for (const one of contributors) if (!isIn(before, one)) sendContributorEvent(world, alarm, one, 'ALARM')
      for (const one of before) if (!isIn(contributors, one)) sendContributorEvent(world, alarm, one, 'OK')
    },
    addMuteRule: (rule) => void world.muteRules.push(rule),
    removeMuteRule(name) {
      const index = world.muteRules.findIndex((rule) => rule.name === name)
      if (index < 0) throw new Error(`The simulated account has no mute rule ${name}`)
      world.muteRules.splice(index, 1)
    },
  }
}
