import type { Aws, EcsService } from '../aws/aws.js'
import type { Prices } from '../config/config.js'
import type { CostLine } from '../core/cost-lines.js'
import type { Environment } from '../core/environment.js'
import { type Micros, microsOf } from '../core/money.js'

const hoursAMonth = 730

/** What runs in an environment, as far as it has a list price. */
export interface Running {
  /** The short name. */
  readonly service: string
  readonly tasks: number
  /** A month. */
  readonly taskPrice: Micros
}

/**
 * What a Fargate task costs a month at list prices; undefined where its size is not known.
 * @param cpu units, 1024 a vCPU
 * @param memory MB
 */
export function taskPrice(
  cpu: string | undefined,
  memory: string | undefined,
  prices: Prices,
): Micros | undefined {
  const [vcpus, gigabytes] = [Number(cpu) / 1024, Number(memory) / 1024]
  if (!(vcpus > 0) || !(gigabytes > 0)) return undefined
  return microsOf((vcpus * prices.fargateVcpuHour + gigabytes * prices.fargateGigabyteHour) * hoursAMonth)
}

/** The services that run and what a task of each costs. Rejects where ECS does not answer: then nothing is said of it. */
export async function readRunning(
  aws: Aws,
  environment: Environment,
  prices: Prices,
): Promise<readonly Running[]> {
  // Discovered services may be hundreds: for a side note nobody lists them.
  const services = await aws.describeServices(environment.services.slice(0, 10))
  const priced = await Promise.all(services.map((service) => price(aws, service, prices)))
  return priced.filter((found) => found !== undefined)
}

async function price(aws: Aws, service: EcsService, prices: Prices): Promise<Running | undefined> {
  const definition = await aws.describeTaskDefinition(service.taskDefinition)
  const each = taskPrice(definition?.cpu, definition?.memory, prices)
  return each === undefined
    ? undefined
    : { service: service.ref.name, tasks: service.desired, taskPrice: each }
}

/** Lines that have no estimate, at list prices where it can be computed: a load balancer with one capacity unit and two addresses, tasks as they run. */
export function listEstimates(
  environment: Environment,
  running: readonly Running[],
  prices: Prices,
): Readonly<Partial<Record<CostLine, Micros>>> {
  const tasks = running.reduce((total, { tasks: count, taskPrice: each }) => total + count * each, 0)
  const loadBalancer = (prices.albHour + prices.lcuHour + 2 * prices.publicIpv4Hour) * hoursAMonth
  return {
    ...(tasks === 0 ? {} : { fargate: tasks }),
    ...(environment.loadBalancer === undefined ? {} : { loadBalancer: microsOf(loadBalancer) }),
  }
}
