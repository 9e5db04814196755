import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../src/core/clock.js'
import { diagnoseService } from '../../../src/operations/service/service-diagnosis.js'
import { type CheckRoom, startCheckRoom } from '../../checks/room.js'
import { staging } from '../../aws/environment.js'
import { until } from '../../support/until.js'

const backend = 'ohmycoins-staging-backend'
let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom({ speed: 200 })
  return () => room.stop()
})

function diagnose(since = 0) {
  const { aws, config } = room.ports
  const [ref] = staging.services
  if (ref === undefined) throw new Error('staging has no service')
  const ports = { aws, config, past: { ofLocks: () => Promise.resolve([]) } }
  return diagnoseService(ports, ref, systemClock, since)
}

test.each([
  ['sprint-13-oom', 'out-of-memory', 'Out of memory'],
  ['sprint-13-missing', 'image-pull', 'there is no such tag'],
  ['sprint-13-broken', 'application-exit', 'exit code 1'],
])('%s is diagnosed as %s', async (tag, cause, words) => {
  room.account.world.deploy(backend, tag)
  await until('the tasks to die', async () => ((await room.ask('stopped-tasks')).value ?? 0) >= 2)
  const { lines, causes } = await diagnose()
  expect(causes).toContain(cause)
  expect(lines[0]).toContain(words)
})

test('where no task stopped, an event tells the class; one from before does not', async () => {
  room.account.world.writeEvent(backend, 'is unable to place a task because no capacity was found.')
  expect((await diagnose(Date.now() - 60_000)).causes).toEqual(['capacity'])
  expect((await diagnose(Date.now() + 60_000)).causes).toEqual([])
})

test('that a deployment failed or goes back is no cause of it: such events stay out, the others are told', async () => {
  const { world } = room.account
  world.writeEvent(backend, 'rolling back to deployment ecs-svc/1.')
  world.writeEvent(backend, '(deployment ecs-svc/2) deployment stopped.')
  expect((await diagnose(Date.now() - 60_000)).lines).toEqual([])
  world.writeEvent(backend, 'is unable to place a task because no capacity was found.')
  const { lines } = await diagnose(Date.now() - 60_000)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('unable to place a task')
})
