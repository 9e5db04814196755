import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import { readAlarmCourse } from '../../src/metrics/alarm-course.js'
import { production, type Room, startRoom } from '../aws/environment.js'

const minute = 60_000
let room: Room
beforeAll(async () => {
  room = await startRoom()
})
afterEach(() => room.account.faults.clear())
afterAll(() => room.stop())

const read = (name: string) =>
  readAlarmCourse(name, { aws: room.awsFor(production), environment: production, clock: systemClock })
const database = 'ohmycoins-prod-rds-cpu-utilization'

test('how an alarm came to what it is, in one line', async () => {
  const before = await read(database)
  expect(before).toMatch(/^[▁▂▃▅▇·]{12} \d+ % to \d+ % within an hour$/)
  room.account.world.setMetric(
    {
      namespace: 'AWS/RDS',
      metric: 'CPUUtilization',
      dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
    },
    93,
    // From the beginning of one of the course's twelfths on: half of one would stand between.
    20 * minute + (systemClock.now() % (5 * minute)),
  )
  // As if asked anew: what was asked for a moment ago is shared.
  const later = { now: () => systemClock.now() + 2 * minute }
  const after = await readAlarmCourse(database, {
    aws: room.awsFor(production),
    environment: production,
    clock: later,
  })
  expect(after).toMatch(/^[▁▂·]+[▅▇]+ \d+ % to 93 % within an hour$/)
})

test('nothing is said of what looks at no metric, is no alarm, or cannot be read', async () => {
  expect(await read('ohmycoins-prod-nothing')).toBeUndefined()
  room.account.faults.add({ action: 'GetMetricData', fault: { kind: 'accessDenied' } })
  expect(await read('ohmycoins-prod-ecs-high-cpu')).toBeUndefined()
})
