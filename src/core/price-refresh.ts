/** One price in use, and what the price list of AWS says now. USD. */
export interface RefreshedPrice {
  /** As it is called in the configuration: `fargateVcpuHour`, `db.t3.micro`. */
  readonly name: string
  readonly inUse: number | undefined
  /** Absent: the list has no one price for it, and `why` says so. */
  readonly listed?: number
  readonly why?: string
}

/** The prices of a region beside AWS's own list. */
export interface PriceRefresh {
  readonly region: string
  /** The region that the prices in use are of, and since when. */
  readonly inUse: { readonly region: string; readonly asOf?: string; readonly source?: string }
  /** The day on which the list was asked (UTC), and what it is called. */
  readonly asOf: string
  readonly source: string
  readonly prices: readonly RefreshedPrice[]
  /** Lines for ohmy.yaml that bring what is listed into use. */
  readonly yaml: readonly string[]
}
