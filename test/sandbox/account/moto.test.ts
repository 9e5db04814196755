import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Reply, serviceAsker } from './ask-service.js'
import { type Moto, startMoto, whyNoMoto } from './moto.js'
import { notToldHere, otherErrors } from './moto-differences.js'
import { type Asked, ask, questions } from './moto-questions.js'
import { furnish } from './moto-world.js'
import { shapeOf } from './shape-of.js'

const missing = whyNoMoto()
if (missing !== undefined) {
  process.stderr.write(`LEFT OUT: the simulated account is not compared with moto. ${missing}\n`)
}

/** Both read AWS's documents, each its own way: where they agree, two have understood the same. */
describe.skipIf(missing !== undefined)('moto and the simulated account, asked the same', () => {
  let account: Account
  let moto: Moto
  let both: { readonly here: Asked; readonly moto: Asked }
  const usedErrors = new Set<string>()
  const usedMembers = new Set<string>()

  beforeAll(async () => {
    ;[account, moto] = await Promise.all([startAccount(), startMoto()])
    const motoUrl = (name: string) => `${moto.url}/123456789012/${name}`
    both = {
      here: { asker: serviceAsker(account.url), queueUrl: (name) => hereUrl(account, name) },
      moto: { asker: serviceAsker(moto.url), queueUrl: motoUrl },
    }
    await furnish(both.moto.asker, moto.url)
  })
  afterAll(async () => {
    both.here.asker.close()
    both.moto.asker.close()
    await Promise.all([account.stop(), moto.stop()])
  })

  it.each(questions.map((question) => [question[0], question] as const))('%s', async (about, question) => {
    const [theirs, ours] = [await ask(both.moto, question), await ask(both.here, question)]
    const expected = otherErrors[about]
    if (expected !== undefined) usedErrors.add(about)
    expect({ moto: outcomeOf(theirs), here: outcomeOf(ours) }).toEqual(
      expected === undefined
        ? { moto: outcomeOf(theirs), here: outcomeOf(theirs) }
        : { moto: expected.moto, here: expected.here },
    )
    if (theirs.answer === undefined || ours.answer === undefined) return
    expect(unexplained(about, shapeOf(theirs.answer), shapeOf(ours.answer))).toEqual([])
  })

  it('have no difference in the table that is none any more', () => {
    expect(Object.keys(otherErrors).filter((about) => !usedErrors.has(about))).toEqual([])
    expect(Object.keys(notToldHere).filter((member) => !usedMembers.has(member))).toEqual([])
  })

  /** Members of moto's that are other ones here, or missing and not in the table. What stands below such a member goes with it. */
  function unexplained(
    about: string,
    theirs: ReadonlyMap<string, string>,
    ours: ReadonlyMap<string, string>,
  ): string[] {
    return [...theirs].flatMap(([path, type]) => {
      const mine = ours.get(path)
      if (mine === type) return []
      if (mine !== undefined) return [`${path} is a ${type} in moto and a ${mine} here`]
      const row = Object.keys(notToldHere).find((member) => isBelow(`${about} ${path}`, member))
      if (row !== undefined) usedMembers.add(row)
      return row === undefined ? [`${path} (${type}) is told by moto only`] : []
    })
  }
})

function isBelow(path: string, member: string): boolean {
  return path === member || path.startsWith(`${member}.`) || path.startsWith(`${member}[`)
}

function outcomeOf({ error }: Reply): string {
  if (error === undefined) return 'answered'
  return /^(SyntaxError|Error|TypeError)$/.test(error) ? 'no error of AWS' : error
}

/** A queue that is not there has an address all the same. */
function hereUrl({ world }: Account, name: string): string {
  return name === 'none' ? world.queueUrl().replace(/[^/]+$/, name) : world.queueUrl()
}
