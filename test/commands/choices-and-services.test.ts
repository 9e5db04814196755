import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { environmentNamed } from '../dispatch/fixtures.js'

/** One whose services are discovered, and could be called anything. */
const lab = environmentNamed('lab', { serviceNames: [] })
/** One with a service that is called like a choice, and one that begins so. */
const shop = environmentNamed('shop', { serviceNames: ['show', 'resume-builder'] })

/** Verbs of a service that take one of a few words, too. */
const both = commands.flatMap(({ name, args }) => {
  const takesService = Object.values(args).some(({ kind }) => kind === 'service')
  return Object.entries(args).flatMap(([key, { kind, named, choices = [] }]) =>
    takesService && kind === 'word' && !named ? choices.map((choice) => [name, choice, key] as const) : [],
  )
})

function given(text: string) {
  const parsed = parse(tokenize(text), {
    ...{ commands, environments: [lab, shop], defaultEnvironment: 'lab', prompt: '/ohmy' },
  })
  return parsed.kind === 'problem' ? {} : parsed.args
}

describe('a word that is one of a few of its verb', () => {
  it.each(both)('`%s %s` is that one, where a service could be called anything', (verb, choice, key) => {
    expect(given(`${verb} ${choice} lab`)).toMatchObject({ [key]: choice })
    expect(given(`${verb} ${choice.toUpperCase()} lab`)).toMatchObject({ [key]: choice })
  })

  it('is that one where a service begins so, and the service where one is called so', () => {
    expect(given('autoscaling resume shop')).toMatchObject({ what: 'resume' })
    expect(given('autoscaling suspend show shop')).toMatchObject({
      what: 'suspend',
      service: { name: 'show' },
    })
  })
})
