import type { RefreshedPrice } from '../../core/price-refresh.js'

export interface LinesFor {
  readonly region: string
  readonly asOf: string
  readonly source: string
  /** The table in use is this region's: it is replaced. Otherwise the region's own prices stand beside it. */
  readonly isOwn: boolean
}

/** What to write into ohmy.yaml: what is listed; what is not keeps what is in use, and a comment says so. */
export function configurationLines(
  prices: readonly RefreshedPrice[],
  { region, asOf, source, isOwn }: LinesFor,
): readonly string[] {
  if (!prices.some(({ listed }) => listed !== undefined)) return []
  const isClass = ({ name }: RefreshedPrice) => name.includes('.')
  const line = (one: RefreshedPrice) => lineOf(one)
  if (isOwn) {
    const classes = prices.filter(isClass).map(line)
    return [
      'prices:',
      `  region: ${region}`,
      `  asOf: ${asOf}`,
      `  source: ${source}`,
      ...prices.filter((one) => !isClass(one)).map((one) => `  ${line(one)}`),
      // A key with nothing but comments behind it has no value, and a configuration refuses that.
      ...(classes.every((one) => one.startsWith('#'))
        ? classes.map((one) => `  ${one}`)
        : ['  hourly:', ...classes.map((one) => `    ${one}`)]),
    ]
  }
  return [
    'prices:',
    '  regions:',
    `    ${region}: # ${source}, ${asOf}`,
    ...prices.map((one) => `      ${line(one)}`),
  ]
}

function lineOf({ name, inUse, listed, why }: RefreshedPrice): string {
  if (listed !== undefined) return `${name}: ${listed}`
  return inUse === undefined ? `# ${name}: ${why}` : `${name}: ${inUse} # as before: ${why}`
}
