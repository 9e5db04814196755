import { type Micros, microsOf } from './money.js'

export interface FargatePrices {
  readonly fargateVcpuHour: number
  readonly fargateGigabyteHour: number
}

/** USD of a Fargate task of that size at list prices. @param cpu units, 1024 a vCPU; @param memory MB */
export function fargateDollars(
  { cpu, memory }: { readonly cpu: number; readonly memory: number },
  hours: number,
  prices: FargatePrices,
): number {
  return ((cpu / 1024) * prices.fargateVcpuHour + (memory / 1024) * prices.fargateGigabyteHour) * hours
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
  const size = { cpu: Number(cpu), memory: Number(memory) }
  if (!(size.cpu > 0) || !(size.memory > 0)) return undefined
  return microsOf(fargateDollars(size, hours, prices))
}
