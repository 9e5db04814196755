import type { EnvironmentResources } from '../../core/cost-lines.js'
import { UserError } from '../../core/user-error.js'
import { inCode } from '../../core/wording.js'
import { noSuchSize, type ServiceSize } from './fargate.js'

/** What an estimate is made of. */
export interface Basis {
  readonly sizes: readonly ServiceSize[]
  readonly resources: EnvironmentResources
}

const example = 'For example `--what-if "backend=4 memory=4096"`.'

/**
 * What is there, changed as asked: `backend=4` sets a count, `cpu=1024` and `memory=4096` the size of the service named before them (without one:
 * of every service), `nat=1`, `database=db.t3.small`, `cache=cache.t3.small` the rest. Autoscaling then says nothing about a service whose count was said.
 * @throws UserError for a word, a count or a size that there is not
 */
export function changedBy(asked: Readonly<Record<string, string>>, { sizes, resources }: Basis): Basis {
  let changed = sizes
  let others = resources
  let named: string | undefined
  const change = (more: Partial<ServiceSize>) => {
    changed = changed.map((size) =>
      named === undefined || size.name === named ? { ...size, ...more } : size,
    )
  }
  for (const [word, value] of Object.entries(asked)) {
    if (sizes.some(({ name }) => name === word)) {
      named = word
      changed = changed.map((size) =>
        size.name === word ? counted(size, numberOf(word, value, 1_000)) : size,
      )
    } else if (word === 'cpu') change({ cpu: numberOf(word, value, 16_384) })
    else if (word === 'memory') change({ memory: numberOf(word, value, 122_880) })
    else if (word === 'nat') others = { ...others, natGateways: numberOf(word, value, 100) }
    else if (word === 'database') {
      others = { ...others, database: { multiAz: false, gigabytes: 20, ...others.database, class: value } }
    } else if (word === 'cache') others = { ...others, cache: { nodes: 1, ...others.cache, class: value } }
    else throw unknownWord(word, sizes)
  }
  refuseSizes(sizes, changed)
  return { sizes: changed, resources: others }
}

/** A count that was said is the count: autoscaling says nothing about it. */
function counted({ name, cpu, memory }: ServiceSize, tasks: number): ServiceSize {
  return { name, cpu, memory, tasks }
}

function numberOf(word: string, value: string, most: number): number {
  const number = Number(value)
  if (/^\d+$/.test(value) && number <= most) return number
  const what = `${inCode(`${word}=${value}`)} is no whole number up to ${most.toLocaleString('en-US')}.`
  throw new UserError('what-if-number', what, example)
}

function unknownWord(word: string, sizes: readonly ServiceSize[]): UserError {
  const words = [...sizes.map(({ name }) => name), 'cpu', 'memory', 'nat', 'database', 'cache']
  return new UserError(
    'what-if-word',
    `${inCode(word)} is nothing an estimate is made of.`,
    `There are ${words.map(inCode).join(', ')}. ${example}`,
  )
}

/** Only what was changed: what runs is right as it runs. */
function refuseSizes(before: readonly ServiceSize[], after: readonly ServiceSize[]): void {
  after.forEach(({ name, cpu, memory }, index) => {
    if (cpu === before[index]?.cpu && memory === before[index]?.memory) return
    const why = noSuchSize(cpu, memory)
    if (why === undefined) return
    const what = `Fargate has no task with ${cpu} CPU units and ${memory} MB, which ${name} would have.`
    throw new UserError('what-if-size', what, why)
  })
}
