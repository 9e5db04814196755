import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isArtefact, isVersionTag } from '../../src/aws/artefact.js'
import { type Room, staging, startRoom } from './environment.js'

const repository = 'ohmycoins/many'
const name = (tag: string) => `123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/${repository}:${tag}`
const signature = `sha256-${'ab'.repeat(32)}`

let room: Room
beforeAll(async () => {
  room = await startRoom()
})
afterAll(() => room.stop())

describe('the newest images of a repository', () => {
  it('are those that were pushed last, on whichever page ECR lists them, without what only belongs to one', async () => {
    const { world } = room.account
    for (let number = 0; number < 1_050; number += 1) world.pushImage(repository, `build-${number}`)
    await new Promise((passed) => setTimeout(passed, 5))
    world.pushImage(repository, 'sprint-20-aaaaaaa')
    await new Promise((passed) => setTimeout(passed, 5))
    for (const kind of ['.sig', '.att', '.sbom', '']) world.pushImage(repository, `${signature}${kind}`)
    world.pushImage(repository, 'spdx', 'application/spdx+json')
    world.pushImage(repository, 'notation', 'application/vnd.cncf.notary.signature')
    const newest = await room.awsFor(staging).newestImages(name('x'), 3)
    expect(newest[0]?.tags).toEqual(['sprint-20-aaaaaaa'])
    expect(newest).toHaveLength(3)
    expect(room.account.calls.count('DescribeImages')).toBe(2)
  })

  it('are told apart from what nobody can run, also where somebody asks for it by name', async () => {
    const found = await room.awsFor(staging).findImage(name(`${signature}.sig`))
    expect(found).toMatchObject({ unpullable: 'no image' })
    expect(await room.awsFor(staging).findImage(name('sprint-20-aaaaaaa'))).not.toHaveProperty('unpullable')
  })
})

describe('what belongs to an image', () => {
  it.each([`${signature}.sig`, `${signature}.att`, `${signature}.sbom`, signature, 'sprint-12.sig'])(
    'has a tag that is no version: %s',
    (tag) => expect(isVersionTag(tag)).toBe(false),
  )

  it.each(['sprint-12-3f4021a', 'latest', 'v1.2.3', 'sha256-short', 'signed', 'build.attempt'])(
    'does not have the tag %s',
    (tag) => expect(isVersionTag(tag)).toBe(true),
  )

  it.each([
    [{ imageTags: ['a'], subjectManifestDigest: 'sha256:1' }, true],
    [{ artifactMediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, true],
    [{ artifactMediaType: 'application/vnd.cncf.helm.config.v1+json', imageTags: ['1.0.0'] }, true],
    [{ artifactMediaType: 'application/vnd.oci.image.config.v1+json', imageTags: ['a'] }, false],
    [{ artifactMediaType: 'application/vnd.docker.container.image.v1+json', imageTags: ['a'] }, false],
    [{ imageTags: ['a', `${signature}.sig`] }, false],
    [{}, false],
  ])('%o: %s', (image, expected) => {
    expect(isArtefact(image)).toBe(expected)
  })
})
