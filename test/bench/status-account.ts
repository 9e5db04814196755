import { startAccount } from '../../sandbox/account/account.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { answerQuestions } from './answer-questions.js'

/* The simulated account in a process of its own: `<latency in ms> <services> …`. Its work is not ours. */

const [latency, ...counts] = process.argv.slice(2).map(Number)
const many = counts.map((count) => manyServices({ count, prefix: `bench-${count}` }))
const account = startAccount({
  witness: false,
  latency: latency ?? 0,
  environments: [...ohMyCoins(), ...many],
})

answerQuestions(
  {
    url: async () => (await account).url,
    /** When each call arrived, by its service and action. */
    calls: async () =>
      (await account).calls.all().map(({ service, action, at }) => ({ service, action, at })),
  },
  async () => (await account).stop(),
)
