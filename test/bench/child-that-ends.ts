import { answerQuestions } from './answer-questions.js'

/* Ends when it is told to, as a process does that breaks; what it says before is heard. */

answerQuestions({
  here: () => 'yes',
  end: () => process.exit(3),
  'let go'() {
    process.removeAllListeners('disconnect')
    process.disconnect?.()
    setTimeout(() => process.exit(4), 400)
    return new Promise(() => undefined)
  },
})
