import type { Runbook, RunbookStep } from '../../core/runbook.js'
import { redirected } from './jumps.js'
import { limits } from './limits.js'
import { reworded } from './texts.js'

/**
 * The runbook as a run walks it: what is done for each of a list stands there once for each, with ids `step/backend`.
 * @param services those of the run's environment, for `in: services`; the first 20 count
 */
export function unrolled(runbook: Runbook, services: readonly string[]): Runbook {
  if (runbook.steps.every(({ each }) => each === undefined)) return runbook
  const blocks = blocksOf(runbook.steps)
  const groupOf = new Map(runbook.steps.map(({ id, each }) => [id, each?.group]))
  // The first step of each block that is there at all: where a jump from outside leads.
  const firsts = blocks.map(({ steps, each }) => {
    const [first] = steps
    if (first === undefined || each === undefined) return first?.id
    const [item] = itemsOf(each, services)
    return item === undefined ? undefined : `${first.id}/${item}`
  })
  const entry = (target: string): string => {
    if (target === 'end') return target
    const place = blocks.findIndex(({ steps }) => steps.some(({ id }) => id === target))
    const block = blocks[place]
    if (block === undefined || block.each === undefined) return target
    const [item] = itemsOf(block.each, services)
    return item === undefined
      ? (firsts.slice(place + 1).find((first) => first !== undefined) ?? 'end')
      : `${target}/${item}`
  }
  const steps = blocks.flatMap((block): readonly RunbookStep[] => {
    const { each } = block
    if (each === undefined) return block.steps.map((step) => redirected(step, entry))
    return itemsOf(each, services).flatMap((item) =>
      block.steps.map((step) => {
        const inGroup = (id: string) => groupOf.get(id) === each.group
        const own = reworded(step, (reference) =>
          reference.of === 'step' && inGroup(reference.step)
            ? { ...reference, step: `${reference.step}/${item}` }
            : reference,
        )
        const led = redirected(own, (target) => (inGroup(target) ? `${target}/${item}` : entry(target)))
        const { each: _, ...rest } = led
        return { ...rest, id: `${step.id}/${item}`, item }
      }),
    )
  })
  return { ...runbook, steps: steps.slice(0, limits.steps) }
}

interface Block {
  readonly each: RunbookStep['each']
  readonly steps: readonly RunbookStep[]
}

/** Steps of one `for_each` that stand beside one another, and each other step by itself. */
function blocksOf(steps: readonly RunbookStep[]): readonly Block[] {
  const blocks: { each: RunbookStep['each']; steps: RunbookStep[] }[] = []
  for (const step of steps) {
    const last = blocks.at(-1)
    if (last !== undefined && step.each !== undefined && last.each?.group === step.each.group)
      last.steps.push(step)
    else blocks.push({ each: step.each, steps: [step] })
  }
  return blocks
}

function itemsOf(each: NonNullable<RunbookStep['each']>, services: readonly string[]): readonly string[] {
  return [...new Set(each.in === 'services' ? services : each.in)].slice(0, limits.items)
}
