import type { Clock } from '../core/clock.js'
import { AwsError } from './aws-error.js'

export interface GroupOptions<Answer> {
  /** Things that one call tells of. */
  readonly size: number
  /**
   * Sends one call. It must take its names when the call leaves, not before: until then more may join. A repeated attempt takes the same again.
   * @returns what was found, by name
   */
  readonly send: (take: () => readonly string[]) => Promise<ReadonlyMap<string, Answer>>
  /** ms for which a question that may linger waits for others to fill its call. Default 250. */
  readonly lingerFor?: number
  /** Runs steadily, unlike wall clocks. */
  readonly monotonic?: Clock
}

export interface AskOptions {
  /** It comes again and again anyway: it may wait a moment so that its call leaves full. Only where others were asked about just before. */
  readonly linger?: boolean
}

/** Asks about several things by name; what is unknown is in no answer. @throws what `send` threw */
export type AskAbout<Answer> = (
  names: readonly string[],
  options?: AskOptions,
) => Promise<ReadonlyMap<string, Answer>>

interface Question<Answer> {
  readonly name: string
  /** Who asked first: what one caller asks together fails together. */
  readonly asker: symbol
  readonly answer: Promise<Answer | undefined>
  resolve(answer: Answer | undefined): void
  reject(error: unknown): void
}

const steady: Clock = { now: () => performance.now() }

/**
 * Questions that wait at the same moment share a call, and those about the same thing an answer. Nobody is given the answer to a call that had left
 * before he asked, so whoever looks after a change sees it.
 */
export function groupQuestions<Answer>(options: GroupOptions<Answer>): AskAbout<Answer> {
  const { size, send, lingerFor = 250, monotonic = steady } = options
  /** Oldest first. */
  const waiting = new Map<string, Question<Answer>>()
  /** Calls that are on their way out and have taken no names yet. */
  let booked = 0
  let lastTaken = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  function join(name: string, asker: symbol): Question<Answer> {
    const known = waiting.get(name)
    if (known !== undefined) return known
    let resolve: Question<Answer>['resolve'] = () => undefined
    let reject: Question<Answer>['reject'] = () => undefined
    const answer = new Promise<Answer | undefined>((found, failed) => {
      resolve = found
      reject = failed
    })
    const question = { name, asker, answer, resolve, reject }
    waiting.set(name, question)
    return question
  }

  function leaveNow(): void {
    while (booked * size < waiting.size) leave()
  }

  function leaveFull(): void {
    while ((booked + 1) * size <= waiting.size) leave()
    if (timer !== undefined || booked * size >= waiting.size) return
    const wait = lastTaken + lingerFor - monotonic.now()
    if (wait <= 0) return leaveNow()
    timer = setTimeout(() => {
      timer = undefined
      // Others may have left meanwhile: those that are left wait from then on.
      leaveFull()
    }, wait)
  }

  function leave(): void {
    booked += 1
    let taken: readonly Question<Answer>[] | undefined
    const take = () => {
      if (taken === undefined) {
        booked -= 1
        lastTaken = monotonic.now()
        taken = [...waiting.values()].slice(0, size)
        for (const { name } of taken) waiting.delete(name)
      }
      return taken
    }
    const names = () => take().map(({ name }) => name)
    send(names).then(
      (found) => {
        for (const { name, resolve } of take()) resolve(found.get(name))
      },
      (error: unknown) => fail(take(), error),
    )
  }

  /** What one caller may not ask must not cost the others their answers: then each asks alone. */
  function fail(taken: readonly Question<Answer>[], error: unknown): void {
    const askers = new Set(taken.map(({ asker }) => asker))
    if (askers.size > 1 && error instanceof AwsError && !error.passing) {
      for (const asker of askers) askAlone(taken.filter((question) => question.asker === asker))
      return
    }
    for (const { reject } of taken) reject(error)
  }

  function askAlone(questions: readonly Question<Answer>[]): void {
    send(() => questions.map(({ name }) => name)).then(
      (found) => {
        for (const { name, resolve } of questions) resolve(found.get(name))
      },
      (error: unknown) => {
        for (const { reject } of questions) reject(error)
      },
    )
  }

  return async (names, { linger = false } = {}) => {
    if (names.length === 0) return new Map()
    const asker = Symbol('asker')
    const questions = names.map((name) => join(name, asker))
    if (linger) leaveFull()
    else leaveNow()
    const found = new Map<string, Answer>()
    await Promise.all(
      questions.map(async ({ name, answer }) => {
        const told = await answer
        if (told !== undefined) found.set(name, told)
      }),
    )
    return found
  }
}

/** What one call told of, by the names it was asked by; without what says none. */
export function byName<Answer>(
  answers: readonly Answer[],
  nameOf: (answer: Answer) => string | undefined,
): ReadonlyMap<string, Answer> {
  return new Map(
    answers.flatMap((answer) => {
      const name = nameOf(answer)
      return name === undefined ? [] : [[name, answer] as const]
    }),
  )
}
