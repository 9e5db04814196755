import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Runbook } from '../../../src/core/runbook.js'
import { findRedisServer } from '../../../src/redis/embedded.js'
import { type Sandbox, startSandbox } from '../sandbox.js'
import { type Explored, explore } from './explore.js'
import { type Ground, groundsFor } from './grounds.js'
import { walked } from './library.js'
import { expectNothingLeft, expectTold } from './told.js'

/** All walks go on at the same time: most of each is waiting. */
const within = 120_000

/** Every runbook that ships, walked to its end on every branch; one part of so many, for each file may take a minute. */
export function walkLibrary(part: number, of: number): void {
  const runbooks = walked.filter((_, index) => index % of === part - 1)

  describe(`the library that ships, part ${part} of ${of}`, () => {
    const grounds = groundsFor(runbooks)
    const explored = new Map<string, Promise<Explored>>()
    let sandbox: Sandbox
    let turn: Promise<void> = Promise.resolve()

    beforeAll(async () => {
      sandbox = await startSandbox({
        // Where there is a real one: so many walks at once are much for the built-in one.
        ...(findRedisServer(process.env['PATH'] ?? '') === undefined ? {} : { store: 'redis' }),
        account: { environments: grounds.seeds },
        workspace: { channels: grounds.channels },
        configure: grounds.configure,
      })
      for (const repository of ['ohmycoins/backend', 'ohmycoins/frontend']) {
        sandbox.account.world.pushImage(repository, 'sprint-14-0c9b7aa-broken')
      }
      for (const runbook of runbooks) {
        const walks = exploreIn(runbook)
        // It is told by its own test.
        walks.catch(() => undefined)
        explored.set(runbook.id, walks)
      }
    })
    afterAll(() => sandbox.stop())

    function exploreIn(runbook: Runbook): Promise<Explored> {
      const own = grounds.own.get(runbook.id)
      if (own === undefined) throw new Error(`${runbook.id} has no ground`)
      return explore(sandbox, runbook, own, inProduction)
    }

    function inProduction(use: (ground: Ground) => Promise<void>): Promise<void> {
      const mine = turn.then(() => use(grounds.production))
      turn = mine.catch(() => undefined)
      return mine
    }

    it.each(runbooks.map(({ id }) => id))(
      '%s comes to every step, by every option, to its end',
      async (id) => {
        const { ways, runs, takenBack } = (await explored.get(id)) ?? {}
        for (const run of runs ?? []) {
          const { production } = grounds
          const isThere = run.environment === production.environment
          await expectTold(sandbox, isThere ? production.channel : (run.environment ?? ''), run)
        }
        expect(ways?.left()).toEqual([])
        const stuck = takenBack?.filter(({ state, reason }) => state !== 'done' && reason === '')
        expect(stuck).toEqual([])
      },
      within,
    )

    it(
      'leaves nothing held, and each run has one end',
      async () => {
        const all = await Promise.all(explored.values())
        await expectNothingLeft(
          sandbox,
          all.flatMap(({ runs }) => runs),
        )
      },
      within,
    )
  })
}
