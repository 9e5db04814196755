import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { createMutes, createMuteStore, type Mutes } from '../../src/alarms/mutes.js'
import { createProcessCache } from '../../src/aws/process-cache.js'
import { askCheck } from '../../src/checks/ask-check.js'
import type { CheckPorts } from '../../src/checks/check.js'
import type { Config } from '../../src/config/config.js'
import type { Caller } from '../../src/core/caller.js'
import type { Checked } from '../../src/core/check.js'
import { systemClock } from '../../src/core/clock.js'
import { createCosts } from '../../src/costs/costs.js'
import { createLocks, createLockStore, type Locks } from '../../src/locks/locks.js'
import { connect } from '../../src/redis/connections.js'
import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { createRequestBudget } from '../../src/redis/request-budget.js'
import { createSharedCache } from '../../src/redis/shared-cache.js'
import { createTerraformLooks } from '../../src/terraform/validate/look-at-environment.js'
import type { AccountOptions } from '../../sandbox/account/account.js'
import { authorityOf } from '../access/authority.js'
import { production, type Room, staging, startRoom } from '../aws/environment.js'
import { configWith } from '../dispatch/fixtures.js'

/** May do everything everywhere. */
export const aaron: Caller = { id: 'U0AARON', name: 'Aaron', origin: 'command' }

export interface CheckRoom extends Room {
  readonly ports: CheckPorts
  readonly locks: Locks
  readonly mutes: Mutes
  /** Asks about the backend in staging, where nothing else is said; `service: ''` is all of the environment. */
  ask(
    name: string,
    given?: Readonly<Record<string, unknown>>,
    more?: Partial<CheckPorts>,
    within?: number,
  ): Promise<Checked>
  /** Breaks the connection to the store. */
  loseStore(): void
}

const logGroups = (prefix: string) => ({
  backend: `/ecs/${prefix}/backend`,
  frontend: `/ecs/${prefix}/frontend`,
})

/** A simulated account over HTTP, a real store, and checks that are asked about them. */
export async function startCheckRoom(
  options: AccountOptions = {},
  more: Partial<Config> = {},
): Promise<CheckRoom> {
  const logger = pino({ level: 'silent' })
  const room = await startRoom(options)
  const server = await startEmbeddedStore({ path: process.env['PATH'] ?? '' })
  const redis = connect(server.url, 'edge', logger)
  await new Promise((resolve) => redis.once('ready', resolve))
  const config = configWith({
    environments: [
      { ...staging, logGroups: logGroups('ohmycoins-staging') },
      { ...production, logGroups: logGroups('ohmycoins-prod') },
    ],
    grants: [{ role: 'admin', users: [aaron.id], groups: [], environments: [] }],
    ...more,
  })
  const clock = systemClock
  const authority = authorityOf(config)
  const audit = async () => undefined
  const locks = createLocks({ store: createLockStore(redis), clock, audit, authority })
  const mutes = createMutes({ store: createMuteStore(redis), clock, audit, authority })
  const costs = createCosts({
    aws: room.awsFor,
    config,
    cache: createSharedCache({ redis, local: createProcessCache(clock), clock, logger }),
    budget: createRequestBudget({ redis, clock, what: 'ce', perDay: config.costs.requestsPerDay }),
    clock,
  })
  const terraform = createTerraformLooks(
    {
      settings: config.terraform,
      programs: { path: process.env['PATH'] ?? '', network: {} },
      temporary: tmpdir(),
    },
    clock,
  )
  const ports: CheckPorts = { aws: room.awsFor, config, costs, mutes, locks, terraform, clock }
  return {
    ...room,
    ports,
    locks,
    mutes,
    ask: (name, { service = 'backend', ...given } = {}, otherPorts = {}, within) =>
      askCheck(
        name,
        { environment: 'staging', service: service as string },
        given,
        { ...ports, ...otherPorts },
        within,
      ),
    loseStore: () => redis.disconnect(),
    async stop() {
      redis.disconnect()
      await server.stop()
      await room.stop()
    },
  }
}
