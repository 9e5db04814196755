/** What a child process can be asked; each answer arrives as its JSON. */
export type Answers = Readonly<Record<string, (value: string) => unknown>>

export interface Question {
  readonly id: number
  readonly word: string
  readonly value: string
}

export interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly error?: string
}

/** The child's side: answers until the parent lets go, then ends the process. */
export function answerQuestions(answers: Answers, stop: () => Promise<void> = async () => {}): void {
  process.on('message', ({ id, word, value }: Question) => {
    const reply = (answer: Answer) => process.send?.(answer)
    Promise.resolve()
      .then(() => answers[word]?.(value))
      .then(
        (answer) => reply({ id, answer }),
        (error: unknown) =>
          reply({ id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
      )
  })
  process.once('disconnect', () => {
    void stop().finally(() => process.exit(0))
  })
}
