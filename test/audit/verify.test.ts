import { describe, expect, it } from 'vitest'
import { chain, hashOf, type Head, type Kept, noHead } from '../../src/audit/chain.js'
import { type Page, verify } from '../../src/audit/verify.js'
import type { AuditAnchor } from '../../src/core/audit-record.js'

interface Chain {
  readonly kept: readonly Kept[]
  readonly head: Head
}

const size = 40

function whole(records = size): Chain {
  const entries = Array.from({ length: records }, (_, index) => ({
    kind: index % 3 === 0 ? 'change' : 'command',
    actor: `U${index}`,
    summary: `“status” said for the ${index}. time`,
  }))
  const kept = chain(noHead, entries, 1_790_000_000_000)
  return { kept, head: kept.at(-1) ?? noHead }
}

async function* pagesOf({ kept, head }: Chain, pageSize = 7): AsyncGenerator<Page> {
  for (let from = 0; from < kept.length; from += pageSize)
    yield { kept: kept.slice(from, from + pageSize), head }
  yield { kept: [], head }
}

const check = (chained: Chain, seen?: Head, from: AuditAnchor['from'] = 'process') =>
  verify(pagesOf(chained), seen === undefined ? [] : [{ ...seen, from }])

/** Mulberry32: the same thousand mutations each time, so that a failure can be looked at. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Random = (below: number) => number
interface Mutation {
  readonly mutated: Chain
  /** The record it must be named by; one of several where both were touched. */
  readonly touched: readonly number[]
}

const rehashed = (record: string): Kept => ({ record, hash: hashOf(record) })
const at = (chained: Chain, index: number): Kept => chained.kept[index] ?? { record: '', hash: '' }
const replaced = (chained: Chain, index: number, kept: Kept): Chain => ({
  ...chained,
  kept: chained.kept.with(index, kept),
})

const mutations: Record<string, (chained: Chain, random: Random) => Mutation> = {
  'changes what a record says'(chained, random) {
    const index = random(size)
    const { record, hash } = at(chained, index)
    const other = record.replace('status', 'scale')
    return { mutated: replaced(chained, index, { record: other, hash }), touched: [index + 1] }
  },
  'changes what a record says, and its hash'(chained, random) {
    const index = random(size)
    const other = at(chained, index).record.replace(/"actor":"U\d+"/, '"actor":"UEVIL"')
    return { mutated: replaced(chained, index, rehashed(other)), touched: [index + 1] }
  },
  'flips one letter'(chained, random) {
    const index = random(size)
    const { record, hash } = at(chained, index)
    const place = random(record.length)
    const letter = String.fromCharCode(32 + ((record.charCodeAt(place) - 32 + 1 + random(93)) % 95))
    const other = record.slice(0, place) + letter + record.slice(place + 1)
    return { mutated: replaced(chained, index, { record: other, hash }), touched: [index + 1] }
  },
  'changes only the hash kept beside a record'(chained, random) {
    const index = random(size)
    const { record } = at(chained, index)
    return { mutated: replaced(chained, index, { record, hash: hashOf('x') }), touched: [index + 1] }
  },
  'changes the number of a record, and its hash'(chained, random) {
    const index = random(size)
    const number = 1 + random(size * 2)
    const other = at(chained, index).record.replace(
      /"number":\d+/,
      `"number":${number === index + 1 ? 99 : number}`,
    )
    return { mutated: replaced(chained, index, rehashed(other)), touched: [index + 1] }
  },
  'changes which record comes before, and the hash'(chained, random) {
    const index = random(size)
    const other = at(chained, index).record.replace(/"before":"\w*"/, `"before":"${hashOf('x')}"`)
    return { mutated: replaced(chained, index, rehashed(other)), touched: [index + 1] }
  },
  'makes a record unreadable'(chained, random) {
    const index = random(size)
    return { mutated: replaced(chained, index, { record: '{', hash: hashOf('{') }), touched: [index + 1] }
  },
  'removes a record'(chained, random) {
    const index = random(size)
    return { mutated: { ...chained, kept: chained.kept.toSpliced(index, 1) }, touched: [index + 1] }
  },
  'removes several in a row'(chained, random) {
    const index = random(size - 5)
    return { mutated: { ...chained, kept: chained.kept.toSpliced(index, 5) }, touched: [index + 1] }
  },
  'cuts off the end'(chained, random) {
    const index = random(size)
    return { mutated: { ...chained, kept: chained.kept.slice(0, index) }, touched: [index + 1] }
  },
  'repeats a record somewhere else'(chained, random) {
    const index = random(size)
    const kept = chained.kept.toSpliced(random(size), 0, at(chained, index))
    return { mutated: { ...chained, kept }, touched: [index + 1] }
  },
  'puts in a record that fits the one before'(chained, random) {
    const index = random(size)
    const [forged] = chain(
      { number: index, hash: index === 0 ? '' : at(chained, index - 1).hash },
      [{ kind: 'approved', actor: 'UEVIL', summary: 'yes' }],
      1,
    )
    const kept = chained.kept.toSpliced(index, 0, forged ?? at(chained, 0))
    return { mutated: { ...chained, kept }, touched: [index + 1] }
  },
  'adds a record behind the head'(chained) {
    const [forged] = chain(chained.head, [{ kind: 'approved', actor: 'UEVIL', summary: 'yes' }], 1)
    return {
      mutated: { ...chained, kept: [...chained.kept, forged ?? at(chained, 0)] },
      touched: [size + 1],
    }
  },
  'swaps two records'(chained, random) {
    const [one, other] = [random(size - 1), size - 1 - random(3)].toSorted((a, b) => a - b) as [
      number,
      number,
    ]
    const second = one === other ? one + 1 : other
    const kept = chained.kept.with(one, at(chained, second)).with(second, at(chained, one))
    return { mutated: { ...chained, kept }, touched: [one + 1, second + 1] }
  },
  'moves a record'(chained, random) {
    const index = random(size)
    const to = (index + 2 + random(size - 4)) % size
    const kept = chained.kept.toSpliced(index, 1).toSpliced(to, 0, at(chained, index))
    return { mutated: { ...chained, kept }, touched: [index + 1] }
  },
  'changes the hash in the head'(chained) {
    return { mutated: { ...chained, head: { ...chained.head, hash: hashOf('x') } }, touched: [size] }
  },
  'sets the head back'(chained, random) {
    const number = random(size)
    const hash = number === 0 ? '' : at(chained, number - 1).hash
    return { mutated: { ...chained, head: { number, hash } }, touched: [number + 1] }
  },
  'sets the head far ahead'(chained) {
    return { mutated: { ...chained, head: { ...chained.head, number: 9e15 } }, touched: [size + 1] }
  },
}

describe('verifying the audit', () => {
  it('finds nothing wrong with a whole chain, however it comes', async () => {
    expect(await check(whole())).toMatchObject({ records: size, problems: [], head: { number: size } })
    expect((await check(whole(0))).problems).toEqual([])
    for (const pageSize of [1, 2, size, 500])
      expect((await verify(pagesOf(whole(), pageSize))).problems).toEqual([])
  })

  it('finds each of 1,000 random mutations and names the record', async () => {
    const random = randomFrom(20_261_123)
    const kinds = Object.entries(mutations)
    const missed: string[] = []
    for (let round = 0; round < 1_000; round++) {
      const [name, mutate] = kinds[round % kinds.length] ?? ['', undefined]
      if (mutate === undefined) continue
      const { mutated, touched } = mutate(whole(), random)
      const { problems } = await check(mutated)
      const isNamed = problems.some(({ from, to }) =>
        touched.some((number) => from <= number && number <= to),
      )
      if (!isNamed)
        missed.push(`${name} (${touched.join(', ')}): ${problems.map(({ what }) => what).join(' ')}`)
    }
    expect(missed).toEqual([])
  })

  it.each([
    ['changes what a record says', 'changed', 1],
    ['changes what a record says, and its hash', 'changed', 1],
    ['changes which record comes before, and the hash', 'changed', 1],
    ['makes a record unreadable', 'changed', 1],
    ['removes a record', 'missing', 1],
    ['removes several in a row', 'missing', 1],
    ['cuts off the end', 'missing', 1],
    ['puts in a record that fits the one before', 'inserted', 1],
    ['repeats a record somewhere else', 'inserted', 1],
    ['adds a record behind the head', 'inserted', 1],
    ['moves a record', 'reordered', 1],
  ])('says of one that %s just that: %s', async (name, kind, count) => {
    const random = randomFrom(7)
    for (let round = 0; round < 30; round++) {
      const mutation = mutations[name]?.(whole(), random)
      const { problems } = await check(mutation?.mutated ?? whole())
      expect(problems.map((problem) => problem.kind)).toEqual(Array.from({ length: count }, () => kind))
      expect(mutation?.touched).toContain(problems[0]?.from)
    }
  })

  it('names several troubles at once', async () => {
    const chained = whole()
    const { record, hash } = at(chained, 10)
    const mutated = replaced(chained, 10, { record: record.replace('status', 'scale'), hash })
    const { problems } = await check({ ...mutated, kept: mutated.kept.toSpliced(20, 2) })
    expect(problems).toEqual([
      { kind: 'changed', from: 11, to: 11, what: 'Record 11 was changed after it was written.' },
      { kind: 'missing', from: 21, to: 22, what: 'Records 21 to 22 are missing.' },
    ])
  })

  it('finds a chain that was rewritten as a whole, where a record was seen before', async () => {
    const seen = { number: 30, hash: at(whole(), 29).hash }
    expect((await check(whole(), seen)).problems).toEqual([])
    const entries = Array.from({ length: size }, () => ({
      kind: 'command',
      actor: 'UEVIL',
      summary: 'nothing',
    }))
    const kept = chain(noHead, entries, 1)
    const rewritten = await check({ kept, head: kept.at(-1) ?? noHead }, seen)
    expect(rewritten.problems.map(({ from }) => from)).toEqual([30])
    const cut = whole(20)
    expect((await check(cut, seen)).problems.map(({ from }) => from)).toEqual([30])
  })

  it('tells whom to believe, and looks for the known record behind the first trouble too', async () => {
    const seen = { number: 30, hash: at(whole(), 29).hash }
    const { record, hash } = at(whole(), 10)
    const changed = replaced(whole(), 10, { record: record.replace('status', 'scale'), hash })
    for (const from of ['process', 'channel', 'given'] as const) {
      expect((await check(changed, seen, from)).problems.map((problem) => problem.from)).toEqual([11])
      const wrong = await check(whole(), { number: 30, hash: hashOf('x') }, from)
      expect(wrong.problems).toHaveLength(1)
      expect(wrong.problems[0]?.what).toMatch(
        {
          process: /^Record 30 is not the one that this process has seen there: the chain was rewritten\.$/,
          channel: /^Record 30 is not the one that the message in the audit channel names: the chain/,
          given: /^Record 30 is not the one with the hash you gave: the chain was rewritten\.$/,
        }[from],
      )
      expect((await check(whole(20), seen, from)).problems[0]?.what).toContain('was cut off at 20')
    }
  })
})
