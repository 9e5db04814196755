import { printable } from '../core/printable.js'
import { maskSecrets } from '../core/mask.js'
import { cutPlain } from '../core/cut.js'
import type { PreflightItem, PreflightResult } from '../core/preflight.js'

/** One thing the doctor looked at: what a preflight has, about ohmy itself. */
export type Finding = PreflightItem

/** Longer than any of Slack's, AWS's and the store's own deadlines (ms). */
const patience = 25_000
const longest = 300

/** A finding in its group; what others wrote is masked and cut. */
export function finding(
  group: string,
  what: string,
  result: PreflightResult,
  figure: string,
  remedy?: string,
): Finding {
  const shown = cutPlain(maskSecrets(printable(figure)), longest)
  return { group, what, result, figure: shown, ...(remedy === undefined ? {} : { remedy }) }
}

/**
 * What comes of looking; whatever is thrown is NG with its words, and so is what does not come in time: a doctor who cannot look has found something.
 * @param remedy what to do where it fails
 */
export async function examined(
  group: string,
  what: string,
  look: () => Promise<readonly Finding[]>,
  remedy: string,
  within = patience,
): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly Finding[]>((resolve) => {
    const figure = `no answer within ${Math.round(within / 1_000)} s`
    timer = setTimeout(() => resolve([finding(group, what, 'ng', figure, remedy)]), within)
  })
  try {
    return await Promise.race([look(), late])
  } catch (error) {
    const figure = error instanceof Error ? error.message : String(error)
    return [finding(group, what, 'ng', figure, remedy)]
  } finally {
    clearTimeout(timer)
  }
}
