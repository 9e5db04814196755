import { z } from 'zod'
import type { LifecycleRule, RegistryImage } from '../aws/aws.js'
import { versionOf } from '../aws/image-name.js'
import { counted } from '../status/wording.js'
import { number } from './arguments.js'
import { check } from './check.js'
import { imageOf, imagesAsked } from './images-asked.js'
import { awsOf, serviceOf } from './subject.js'

const day = 86_400_000
/** Images of a repository that are looked at: a rule that keeps more takes nothing soon. */
const mostImages = 1_000

export const imageExpiry = check({
  name: 'image-expiry',
  summary:
    'Whether a rule of the repository’s lifecycle policy is about to take the images of a service away: what is gone cannot be pulled by the next task',
  results: { pass: 'none does so soon', warn: 'one does within `within` days, or with the next few images' },
  reads: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecr:GetLifecyclePolicy',
    'ecr:DescribeImages',
  ],
  value: 'days or images until the first one goes',
  needsService: true,
  arguments: z.strictObject({
    image: imageOf("as of `image-exists`; absent: what the service's task definition names"),
    within: number({ least: 1, most: 365 }).prefault(7).describe('days'),
    images: number({ least: 1, most: 100 })
      .prefault(3)
      .describe('how many more may be pushed before it goes'),
  }),
  async ask(subject, { image, within, images: few }, ports) {
    const aws = awsOf(subject, ports)
    const names = await imagesAsked(aws, serviceOf(subject), image)
    const now = ports.clock.now()
    const looked = await Promise.all(
      names.map(async (name): Promise<Going | 'stays' | 'unknown'> => {
        const rules = await aws.lifecycleRules(name)
        if (rules === undefined) return 'unknown'
        if (rules.length === 0) return 'stays'
        const [found, all] = await Promise.all([aws.findImage(name), aws.newestImages(name, mostImages)])
        if (typeof found !== 'object') return 'unknown'
        return goingBy(rules, found, all, now) ?? 'stays'
      }),
    )
    const going = looked.flatMap((one, index) =>
      typeof one === 'string' ? [] : [{ ...one, name: names[index] ?? '' }],
    )
    const unread = names.filter((_name, index) => looked[index] === 'unknown')
    const soon = going.filter(({ left, unit }) => left < (unit === 'day' ? within : few))
    const [first] = soon.toSorted((one, other) => one.left - other.left)
    if (first !== undefined) {
      const when =
        first.unit === 'day'
          ? first.left <= 0
            ? 'today'
            : `in ${counted(first.left, 'day')}`
          : first.left <= 0
            ? 'with the next image'
            : `with ${counted(first.left + 1, 'more image')}`
      const figure = `rule ${first.rule} takes ${versionOf(first.name)} away ${when}`
      return { result: 'warn', figure, value: Math.max(0, first.left), cause: 'image-pull' }
    }
    if (unread.length > 0) {
      const figure = `of ${unread.map(versionOf).join(', ')} nobody knows: not in ECR`
      return { result: 'unknown', figure }
    }
    const [next] = going.toSorted((one, other) => one.left - other.left)
    if (next === undefined) return { result: 'pass', figure: 'no rule takes them away' }
    return { result: 'pass', figure: `not within ${counted(next.left, next.unit)}`, value: next.left }
  },
})

interface Going {
  readonly rule: number
  /** Whole days, or images that may still be pushed. */
  readonly left: number
  readonly unit: 'day' | 'image'
}

/** An image belongs to the first rule that selects it, by priority. */
function goingBy(
  rules: readonly LifecycleRule[],
  image: RegistryImage,
  all: readonly RegistryImage[],
  now: number,
): Going | undefined {
  const rule = rules.find((one) => selects(one, image))
  if (rule?.keeps === undefined) return undefined
  if ('days' in rule.keeps) {
    const left = Math.floor((image.pushedAt + rule.keeps.days * day - now) / day)
    return { rule: rule.priority, left, unit: 'day' }
  }
  const alike = all
    .filter((one) => selects(rule, one))
    .toSorted((one, other) => other.pushedAt - one.pushedAt)
  const rank = alike.findIndex(({ digest }) => digest === image.digest)
  return rank === -1 ? undefined : { rule: rule.priority, left: rule.keeps.count - rank - 1, unit: 'image' }
}

/** Every prefix, or every pattern, has to be met by some tag: "all of the tags" of the rule. */
function selects({ tags, prefixes, patterns }: LifecycleRule, image: RegistryImage): boolean {
  if (tags === 'any') return true
  if (tags === 'untagged') return image.tags.length === 0
  return (
    prefixes.every((prefix) => image.tags.some((tag) => tag.startsWith(prefix))) &&
    patterns.every((pattern) => image.tags.some((tag) => expressionOf(pattern).test(tag)))
  )
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
