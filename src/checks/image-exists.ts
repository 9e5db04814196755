import { z } from 'zod'
import type { RegistryImage } from '../aws/aws.js'
import { parseImageName, shortDigest, versionOf } from '../aws/image-name.js'
import { check } from './check.js'
import { imageOf, imagesAsked } from './images-asked.js'
import { awsOf, serviceOf } from './subject.js'

type Found = RegistryImage | 'not ECR' | undefined

export const imageExists = check({
  name: 'image-exists',
  summary:
    'Whether the images of a service can be pulled from ECR: those that its task definition names, or another one',
  results: {
    pass: 'each is there',
    fail: 'one is not there, archived, or not restored from the archive yet',
  },
  reads: ['ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'ecr:DescribeImages'],
  needsService: true,
  arguments: z.strictObject({
    image: imageOf(
      "a tag, a digest (`sha256:…`) or a whole name; absent: what the service's task definition names",
    ),
  }),
  async ask(subject, { image }, ports) {
    const aws = awsOf(subject, ports)
    const names = await imagesAsked(aws, serviceOf(subject), image)
    const looked = await Promise.all(
      names.map(async (name) => ({ name, found: (await aws.findImage(name)) as Found })),
    )
    const bad = looked.filter(({ found }) => !isPullable(found) && found !== 'not ECR')
    if (bad.length > 0) {
      const figure = bad.map(({ name, found }) => `${short(name)} ${why(found)}`).join(', ')
      return { result: 'fail', figure, cause: 'image-pull' }
    }
    const elsewhere = looked.filter(({ found }) => found === 'not ECR').map(({ name }) => short(name))
    if (elsewhere.length > 0) {
      return { result: 'unknown', figure: `${elsewhere.join(', ')} lies in a registry that is not ECR` }
    }
    return { result: 'pass', figure: looked.map(({ name }) => `${short(name)} is in ECR`).join(', ') }
  },
})

function isPullable(found: Found): boolean {
  return typeof found === 'object' && found.unpullable === undefined
}

function why(found: Found): string {
  return typeof found === 'object' ? `is ${found.unpullable ?? 'there'}` : 'is not in ECR'
}

/** `ohmycoins/backend:sprint-12-3f4021a` */
function short(name: string): string {
  const { repository, tag, digest } = parseImageName(name)
  return tag === undefined && digest !== undefined
    ? `${repository}@${shortDigest(digest)}`
    : `${repository}:${versionOf(name)}`
}
