import { type Micros, microsOf } from './money.js'

export interface FargatePrices {
  readonly fargateVcpuHour: number
  readonly fargateGigabyteHour: number
}

/**
 * What a Fargate task costs at list prices; undefined where its size is not known.
 * @param cpu units, 1024 a vCPU
 * @param memory MB
 */
export function fargatePrice(
  { cpu, memory }: { readonly cpu?: string | undefined; readonly memory?: string | undefined },
  hours: number,
  prices: FargatePrices,
): Micros | undefined {
  const [vcpus, gigabytes] = [Number(cpu) / 1024, Number(memory) / 1024]
  if (!(vcpus > 0) || !(gigabytes > 0)) return undefined
  return microsOf((vcpus * prices.fargateVcpuHour + gigabytes * prices.fargateGigabyteHour) * hours)
}
