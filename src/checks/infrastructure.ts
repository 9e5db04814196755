import type { Cause, Checked } from '../core/check.js'
import { formatFigure } from '../core/metric-words.js'
import { type Figure, isMet } from '../core/metrics.js'
import { counted } from '../status/wording.js'
import type { CheckPorts, Subject } from './check.js'
import { figuresNow, targetWords } from './figures.js'

/** The figures of the database or the cache against their targets, over the last `window` ms. Value: how many miss theirs now. */
export async function figuresAgainstTargets(
  subject: Subject,
  part: { readonly focus: 'rds' | 'redis'; readonly cause: Cause },
  window: number,
  ports: CheckPorts,
): Promise<Checked> {
  const { figures } = await figuresNow(subject, part.focus, window, ports)
  const aimed = figures.filter(({ target }) => target !== undefined)
  const missed = aimed.filter(({ met }) => met === false)
  const silent = aimed.filter(({ now }) => now === undefined)
  const before = aimed.filter(({ met, worst, target }) => {
    return met === true && worst !== undefined && target !== undefined && !isMet(worst.value, target)
  })
  const lines = aimed.map(describe)
  const answer = { value: missed.length, lines }
  if (missed.length > 0) {
    return { result: 'fail', figure: missed.map(describe).join(', '), cause: part.cause, ...answer }
  }
  if (silent.length > 0) {
    return { result: 'unknown', figure: `no data of ${silent.map(({ name }) => name).join(', ')}`, lines }
  }
  if (before.length > 0) {
    const names = before.map(({ name, worst, unit }) => `${name} (${formatFigure(worst?.value ?? 0, unit)})`)
    return {
      result: 'warn',
      figure: `within target now; beyond it shortly before: ${names.join(', ')}`,
      ...answer,
    }
  }
  return { result: 'pass', figure: `${counted(aimed.length, 'figure')} within target`, ...answer }
}

/** `CPU 43 % (target below 80 %)` */
function describe({ name, now, unit, target }: Figure): string {
  const value = now === undefined ? ': no data' : ` ${formatFigure(now, unit)}`
  return `${name}${value}${target === undefined ? '' : ` (target ${targetWords(target, unit)})`}`
}
