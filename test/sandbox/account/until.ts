import { setTimeout as wait } from 'node:timers/promises'

/** Asks again every 10 ms until the answer is as wanted; fails after 10 s with the last answer. */
export async function until<Answer>(
  ask: () => Answer | Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > deadline)
      throw new Error(`Not as wanted after 10 s: ${JSON.stringify(answer).slice(0, 4000)}`)
    await wait(10)
  }
}
