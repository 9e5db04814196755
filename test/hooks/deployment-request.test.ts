import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notesOf, readDeployment } from '../../src/hooks/deployment-request.js'
import { HookRefusal } from '../../src/hooks/refusal.js'

const least = { environment: 'staging', services: ['backend'], tag: 'sprint-13-7ac41be' }

function refusal(body: Buffer | string): string {
  try {
    readDeployment(Buffer.from(body))
    return 'taken'
  } catch (error) {
    if (error instanceof HookRefusal) return `${error.status} ${error.code}: ${error.what}`
    throw error
  }
}

describe('what CI sends', () => {
  it('needs an environment, services and a tag', () => {
    expect(readDeployment(Buffer.from(JSON.stringify(least)))).toEqual({ ...least, changes: [] })
    expect(refusal('{}')).toMatch(/^422 body-invalid: environment: .*services: .*tag: /)
  })

  it.each([
    ['a misspelt key', { ...least, enviroment: 'production' }, 'enviroment'],
    ['no service', { ...least, services: [] }, 'services'],
    ['a service that is no name', { ...least, services: ['a b'] }, 'services.0'],
    ['a tag with blanks', { ...least, tag: 'a b' }, 'tag'],
    ['a commit that is none', { ...least, commit: 'main' }, 'commit'],
    ['a link that runs something', { ...least, link: 'javascript:alert(1)' }, 'link'],
    ['a change that is no text', { ...least, changes: [1] }, 'changes.0'],
    ['too many changes', { ...least, changes: Array.from({ length: 501 }, () => 'x') }, 'changes'],
  ])('is refused with %s, and the key is named', (_, body, key) => {
    expect(refusal(JSON.stringify(body))).toMatch(new RegExp(`^422 body-invalid: .*${key}`))
  })

  it.each(['', '[', 'null x', '\u0000'])('is refused when it is not JSON: %j', (body) => {
    expect(refusal(body)).toMatch(/^400 body-not-json/)
    expect(refusal(Buffer.from([0xff, 0xfe]))).toMatch(/^400 body-not-json/)
  })

  it('is taken or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(refusal(JSON.stringify(value))).toMatch(/^(taken|422 )/)
      }),
    )
  })

  it('is summed up in lines, with what was left out and without secrets', () => {
    const changes = Array.from({ length: 15 }, (_, index) => `change ${index}\nof <!channel>`)
    const notes = notesOf({
      ...least,
      commit: '3f4021a3f4021a3f4021a3f4021a3f4021a3f402',
      author: 'Rita',
      changes: ['set password=hunter2', ...changes],
      link: 'https://example.com/compare',
    })
    expect(notes.slice(0, 3)).toEqual([
      'commit 3f4021a3f402 by Rita',
      '- set password=•••',
      '- change 0 of <!channel>',
    ])
    expect(notes.slice(-2)).toEqual(['… and 4 more changes', 'https://example.com/compare'])
    expect(notes).toHaveLength(15)
  })
})
