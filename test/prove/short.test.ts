import { describe, expect, it } from 'vitest'
import { proofs } from './proofs.js'

describe('what `npm run prove` shows, with smaller numbers', () => {
  const short = proofs.filter(({ inTests }) => inTests)
  const here = short.filter(({ missing }) => missing?.() === undefined)

  it.skipIf(here.length === 0).each(here.map((proof) => [proof.claim, proof] as const))(
    '%s',
    async (_, proof) => {
      const notes: string[] = []
      const figures = await proof.run('short', (text) => void notes.push(text))
      const missed = figures.filter(({ met, hangsOnTheMachine }) => !met && hangsOnTheMachine !== true)
      expect({ missed, notes }).toEqual({ missed: [], notes })
      expect(figures.length).toBeGreaterThan(0)
    },
  )

  it.skipIf(here.length === short.length)('left out: no redis-server on PATH', () => undefined)
})
