import { buildBot } from '../../sandbox/bot.js'
import { answerQuestions } from './answer-questions.js'
import { measureOwnCost } from './own-cost.js'

/* The whole bot in a process of its own that measures itself: `<environment as JSON> <time scale>`. */

const environment = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const bot = await buildBot(environment, { timeScale: Number(process.argv[3] ?? 1) })

answerQuestions({ port: () => bot.start(), ...measureOwnCost() }, () => bot.stop())
