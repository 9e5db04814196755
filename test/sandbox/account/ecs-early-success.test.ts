import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production } from './clients.js'
import { describeService, newestDeployment } from './deploy.js'

const minute = 60_000
const { service } = production
let account: Account
let clients: Clients

beforeEach(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

function deploy(sourceServiceRevisionCleanup: 'BLOCKING' | 'DEFERRED', healthyPercent = 50): void {
  account.world.deploy(service, 'sprint-13-77aa001', {
    minimumHealthyPercent: 50,
    maximumPercent: 150,
    earlySuccessCriteria: { enable: true, healthyPercent, sourceServiceRevisionCleanup },
  })
}

/** How the newest deployment ended, and what DescribeServices says runs of each. */
async function state() {
  const { status, targetServiceRevision, sourceServiceRevisions } = await newestDeployment(
    clients,
    production,
  )
  const { deployments = [] } = await describeService(clients, production)
  return {
    status,
    atItsEnd: [targetServiceRevision?.runningTaskCount, sourceServiceRevisions?.[0]?.runningTaskCount],
    now: deployments.map(({ runningCount }) => runningCount),
  }
}

describe('a rolling update with criteria for an early success', () => {
  it('that leave the old tasks for later has succeeded while they still run, and goes on by itself', async () => {
    account.world.setProtected(service, true)
    deploy('DEFERRED')
    account.advance(10 * minute)
    expect(await state()).toEqual({ status: 'SUCCESSFUL', atItsEnd: [1, 2], now: [1, 2] })
    account.world.setProtected(service, false)
    account.advance(5 * minute)
    // What it was at its end stays as it was; DescribeServices tells how it is.
    expect(await state()).toEqual({ status: 'SUCCESSFUL', atItsEnd: [1, 2], now: [2] })
    expect(account.world.service(service).events[0]).toContain('has reached a steady state')
  })

  it('that wait for the old tasks has not succeeded before they are gone', async () => {
    account.world.setProtected(service, true)
    deploy('BLOCKING')
    account.advance(10 * minute)
    expect((await state()).status).toBe('IN_PROGRESS')
    account.world.setProtected(service, false)
    account.advance(5 * minute)
    expect(await state()).toMatchObject({ status: 'SUCCESSFUL', atItsEnd: [expect.anything(), 0], now: [2] })
  })

  it('is not taken back any more once it has succeeded, whatever becomes of its other tasks', async () => {
    account.world.setProtected(service, true)
    deploy('DEFERRED')
    account.advance(3 * minute)
    expect((await state()).status).toBe('SUCCESSFUL')
    account.world.setImage('sprint-13-77aa001', 'broken')
    account.world.setProtected(service, false)
    account.advance(20 * minute)
    const described = await describeService(clients, production)
    expect(described.deployments).toHaveLength(1)
    expect(described.deployments?.[0]?.runningCount).toBe(1)
    expect(
      account.world.tasks(service).filter(({ lastStatus }) => lastStatus === 'STOPPED').length,
    ).toBeGreaterThan(5)
    expect((await state()).status).toBe('SUCCESSFUL')
  })

  it('is refused for what shifts traffic, and for less than has to be healthy anyway', async () => {
    const ask = (configuration: object) =>
      clients.ecs.send(new UpdateServiceCommand({ ...production, deploymentConfiguration: configuration }))
    const early = { enable: true, healthyPercent: 40, sourceServiceRevisionCleanup: 'BLOCKING' }
    await expect(ask({ earlySuccessCriteria: early })).rejects.toThrow('minimumHealthyPercent')
    await expect(ask({ strategy: 'CANARY', earlySuccessCriteria: early })).rejects.toThrow('ROLLING')
  })
})
