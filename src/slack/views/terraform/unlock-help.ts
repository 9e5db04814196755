import type { Message } from '../../../core/message.js'
import type { CheckResult } from '../../../core/check.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** A place in which the state of an environment may be locked. What it says is untrusted. */
export interface LockPlaceShown {
  readonly result: CheckResult
  readonly where: string
  readonly words: string
  readonly lock?: string
}

const markOf: Readonly<Record<CheckResult, string>> = {
  pass: marks.fine,
  warn: marks.attention,
  fail: marks.wrong,
  unknown: marks.unknown,
}

/** Who holds the lock of Terraform's state, and what to do about it. ohmy itself breaks none. */
export function unlockHelpMessage(
  environment: string,
  places: readonly LockPlaceShown[],
  askedBy: string,
): Message {
  const name = escapeMrkdwn(environment)
  const lines = places.map(
    ({ result, where, words }) => `${markOf[result]} *${escapeMrkdwn(where)}* ${escapeMrkdwn(words)}`,
  )
  const held = places.filter(({ result }) => result === 'fail')
  const ids = [...new Set(held.flatMap(({ lock }) => lock ?? []))]
  return message([
    section(
      `*The lock of Terraform’s state of ${name}*\n${lines.length === 0 ? 'No lock is configured.' : lines.join('\n')}`,
    ),
    ...(held.length === 0
      ? []
      : [
          section(
            [
              '*What to do*',
              '1. Ask whoever holds it, or look whether their job still runs. A run that is alive is waited for.',
              `2. Only where it is certainly dead: ${ids.length === 0 ? 'look at what lies there, with whoever keeps the state' : ids.map((id) => code(`terraform force-unlock ${id}`)).join(', ')}.`,
              ...(places.length > 1
                ? [
                    '3. Both places are taken: `force-unlock` may say that it failed and have freed one. Ask here again.',
                  ]
                : []),
              'Then plan anew: a run that died in an apply leaves half of its work.',
            ].join('\n'),
          ),
        ]),
    context(`ohmy never breaks a lock. Asked by ${escapeMrkdwn(askedBy)}`),
    actions([
      sayButton({ verb: 'runbook', words: ['show', 'terraform-state-lock-held'] }, { text: 'The runbook' }),
      sayButton(
        { verb: 'terraform', words: ['unlock-help', environment] },
        { text: 'Look again', answers: 'replace' },
      ),
    ]),
  ])
}
