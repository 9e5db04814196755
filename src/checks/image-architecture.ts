import { z } from 'zod'
import { versionOf } from '../aws/image-name.js'
import { check } from './check.js'
import { definitionOf, imageOf, imagesAsked } from './images-asked.js'
import { awsOf, serviceOf } from './subject.js'

/** As an image calls what a task definition calls so; without a word of it ECS takes the first. */
const names = { X86_64: 'amd64', ARM64: 'arm64' } as const

export const imageArchitecture = check({
  name: 'image-architecture',
  summary:
    'Whether the images of a service were built for the processors that its task definition asks for: others die with `exec format error`',
  results: { pass: 'each was', fail: 'one was built for others' },
  reads: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ],
  needsService: true,
  arguments: z.strictObject({
    image: imageOf("as of `image-exists`; absent: what the service's task definition names"),
  }),
  async ask(subject, { image }, ports) {
    const aws = awsOf(subject, ports)
    const ref = serviceOf(subject)
    const [definition, images] = await Promise.all([definitionOf(aws, ref), imagesAsked(aws, ref, image)])
    const wanted = names[definition.architecture ?? 'X86_64']
    const built = await Promise.all(
      images.map(async (name) => ({ name, architectures: await aws.architecturesOf(name) })),
    )
    const others = built.filter(({ architectures }) => architectures?.includes(wanted) === false)
    if (others.length > 0) {
      const told = others.map(
        ({ name, architectures = [] }) => `${versionOf(name)} for ${architectures.join(' and ')}`,
      )
      const figure = `built ${told.join(', ')}; the task definition asks for ${wanted}`
      return { result: 'fail', figure, cause: 'start-failed' }
    }
    const unknown = built.filter(({ architectures }) => architectures === undefined)
    if (unknown.length > 0) {
      const figure = `of ${unknown.map(({ name }) => versionOf(name)).join(', ')} nobody knows what it was built for: not in ECR`
      return { result: 'unknown', figure }
    }
    return { result: 'pass', figure: `built for ${wanted}` }
  },
})
