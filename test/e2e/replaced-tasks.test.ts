import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import type { PlatformStop } from '../../sandbox/account/ecs/platform-stops.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const frontend = 'ohmycoins-staging-frontend'

describe('a task that is replaced while a good deployment is verified', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
    sandbox.account.world.setDesiredCount(frontend, 3)
    await until('three tasks', () => sandbox.account.world.service(frontend).healthyCount === 3)
  })
  afterAll(() => sandbox.stop())

  const stops: readonly PlatformStop[] = [
    'spot',
    'termination',
    'infrastructure',
    'maintenance',
    'host',
    'rebalancing',
    'person',
  ]

  it.each(stops.map((how, index) => [how, index] as const))(
    'by %s is nothing against the version',
    async (how, index) => {
      const tag = ['sprint-13-7ac41be', 'sprint-13-d4e8f02'][index % 2] ?? ''
      const what = `Deploy ${tag} to frontend in staging`
      const { world } = sandbox.account
      const before = world.service(frontend).taskDefinition
      let stopped: string | undefined
      const stopping = setInterval(() => {
        const { rolloutState, taskDefinition } = world.service(frontend)
        if (stopped !== undefined || rolloutState !== 'COMPLETED' || taskDefinition === before) return
        stopped = world.tasks(frontend).find(({ desiredStatus }) => desiredStatus === 'RUNNING')?.id
        if (stopped !== undefined) world.stopTask(frontend, how, stopped)
      }, 2)
      await sandbox.workspace.say(
        requester,
        'devops',
        `/ohmy deploy frontend ${tag} staging --reason "${how}"`,
      )
      const { text } = await sandbox.workspace.waitForMessage(
        'devops',
        ({ text }) => text.includes(`reason: ${how}`) && / — (Done|Rolled back|Failed|No longer)/.test(text),
        { timeout: 60_000 },
      )
      clearInterval(stopping)
      expect(text).toContain(`${what} — Done`)
      expect(text).toContain('3 of 3 tasks running')
      // It was there, and ECS knows of it.
      expect(world.tasks(frontend).find(({ id }) => id === stopped)?.stoppedReason).toBeTruthy()
    },
  )
})
