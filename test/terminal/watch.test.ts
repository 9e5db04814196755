import { expect, test } from 'vitest'
import { watchAnswers } from '../../src/terminal/watch.js'

/** What a pipe gets of these answers, one after another. */
async function piped(answers: readonly string[]): Promise<readonly string[]> {
  const written: string[] = []
  const stop = new AbortController()
  const left = [...answers]
  const ask = async () => {
    const answer = left.shift() ?? ''
    if (left.length === 0) stop.abort()
    return answer
  }
  const stdout = { write: (text: string) => written.push(text) }
  await watchAnswers(ask, { stdout, isTTY: false }, stop.signal, 0)
  return written
}

test('a pipe gets an answer that says something else, not one that was only asked later', async () => {
  const at = (ago: number) => `Asked by Rita Requester · As of 11:00 · alarms as of ${ago} seconds ago`
  const well = '🟢 staging is healthy'
  const bad = '🔴 staging is degraded'
  const answers = [`${well}\n${at(2)}`, `${well}\n${at(7)}`, `${bad}\n${at(12)}`, `${bad}\n\u001b[2m${at(3)}`]
  expect(await piped(answers)).toEqual([`${well}\n${at(2)}\n`, `${bad}\n${at(12)}\n`])
})
