import { changeAlarm } from '../cloudwatch/change-alarm.js'
import type { AlarmRecord } from '../cloudwatch/model.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import { alarmOf, minute, stricken, type Trouble } from './trouble.js'

const many = 500

/** A network partition: five hundred queues are not worked off, and each has its alarm. */
export const alarmStorm: Trouble = {
  name: 'alarm-storm',
  title: 'Alarm storm (500)',
  says: 'The workers lose their network: 500 alarms of as many queues ring within a second.',
  signs: ['queue-depth', 'Storm in production'],
  begin({ world }) {
    const alarms = Array.from({ length: many }, (_, index) => queueAlarm(world, index + 1))
    for (const alarm of alarms) {
      world.alarms.set(alarm.name, alarm)
      changeAlarm(world, alarm, 'ALARM', reasonFor(world.time.now(), 'ALARM'))
    }
    return {
      alarms: alarms.map(({ name }) => name),
      isOver: () => false,
      end() {
        for (const alarm of alarms) changeAlarm(world, alarm, 'OK', reasonFor(world.time.now(), 'OK'))
      },
    }
  },
}

/** The alarm of one queue; the one that is there already where the storm has been before. */
function queueAlarm(world: World, number: number): AlarmRecord {
  const queue = `worker-${String(number).padStart(3, '0')}`
  const name = alarmOf(`${queue}-queue-depth`)
  const known = world.alarms.get(name)
  if (known !== undefined) return known
  const createdAt = world.time.now() - 60 * 24 * 60 * minute
  return {
    name,
    arn: arn('cloudwatch', `alarm:${name}`),
    description: `More than 1000 messages wait in ${queue}`,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: [{ Name: 'QueueName', Value: `${stricken.prefix}-${queue}` }],
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 2,
    threshold: 1_000,
    comparison: 'GreaterThanThreshold',
    actions: [arn('sns', `${stricken.prefix}-alerts`)],
    actionsEnabled: true,
    createdAt,
    missing: 'notBreaching',
    state: 'OK',
    reason: 'Threshold Crossed: no datapoints were breaching in the last 2 evaluation periods.',
    updatedAt: createdAt,
    transitionedAt: createdAt,
    // Nobody measures these queues here.
    isHeld: true,
  }
}

function reasonFor(now: number, state: 'ALARM' | 'OK'): string {
  const spell = (at: number) => new Date(Math.floor(at / minute) * minute).toISOString()
  return state === 'ALARM'
    ? `Threshold Crossed: 2 out of the last 2 datapoints [2310.0 (${spell(now - minute)}), 1640.0 (${spell(now - 2 * minute)})] were ` +
        'greater than the threshold (1000.0) (minimum 2 datapoints for OK -> ALARM transition).'
    : 'Threshold Crossed: not all of the last 2 datapoints were breaching the threshold (1000.0).'
}
