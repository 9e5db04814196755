import { describe, expect, it } from 'vitest'
import type { ServiceRevision } from '../../../src/aws/aws.js'
import { refuseAnotherImage } from '../../../src/operations/service/service-digests.js'

const planned = `sha256:${'a'.repeat(64)}`
const other = `sha256:${'b'.repeat(64)}`
const service = { environment: 'staging', name: 'backend', service: 'x-backend', cluster: 'x' }
const to = { kind: 'new', images: { backend: 'repo:1' }, digests: { backend: planned } } as const

function revisions(digest: string | undefined) {
  const images = [{ container: 'backend', image: 'repo:1', ...(digest === undefined ? {} : { digest }) }]
  const revision: ServiceRevision = { arn: 'r', taskDefinition: 'x-backend:2', images }
  return { describeRevisions: () => Promise.resolve([revision]) }
}

describe('what ECS made of a tag', () => {
  it('is another image than was planned: that is no success', async () => {
    await expect(refuseAnotherImage(revisions(other), { service, to }, { target: 'r' })).rejects.toThrow(
      'backend of backend runs sha256:bbbbbbbbbbbb, not sha256:aaaaaaaaaaaa as planned',
    )
  })

  it('is that image, or is not told', async () => {
    await refuseAnotherImage(revisions(planned), { service, to }, { target: 'r' })
    await refuseAnotherImage(revisions(undefined), { service, to }, { target: 'r' })
  })

  it('does not matter where nothing but a task definition was agreed to', async () => {
    const existing = { kind: 'existing', taskDefinition: 'x-backend:1' } as const
    await refuseAnotherImage(revisions(other), { service, to: existing }, { target: 'r' })
  })
})
