import { describe, expect, it } from 'vitest'
import { context, section } from '../../src/slack/blocks.js'
import { message } from '../../src/slack/message.js'
import { untrusted } from '../../src/slack/mrkdwn.js'
import { answerText } from '../../src/terminal/answer.js'

describe('an answer in a terminal', () => {
  const answer = message([
    section('12 figures on target: `/ohmy metrics staging`'),
    untrusted('/ohmy metrics staging: 404'),
    context('`/ohmy` and `docs/ohmy scale` are no lines'),
  ])

  it.each([false, true])(
    'proposes lines as they are typed there, and leaves all else (colours: %s)',
    (colours) => {
      const shown = answerText(answer, { colours })
      expect(shown).toContain('`ohmy metrics staging`')
      expect(shown).toContain('/ohmy metrics staging: 404')
      expect(shown).toContain('`/ohmy`')
      expect(shown).toContain('`docs/ohmy scale`')
    },
  )
})
