import { AwsError, type AwsErrorKind } from '../aws/aws-error.js'
import { remedyOf, type StoreFault } from '../core/store-fault.js'
import { UserError } from '../core/user-error.js'
import { capital, inCode } from '../core/wording.js'

/** An error in words for people: what happened, what to do next. */
export interface Words {
  readonly code: string
  readonly what: string
  readonly next: string
}

/** What one failed call of AWS means to a person. Nothing AWS wrote is repeated but the action and the error's name. */
export function wordsForAws(error: AwsError): Words {
  const call = `${inCode(error.action)} (${inCode(error.code)})`
  const unreadable = error.code === 'UnreadableAnswer'
  const words: Readonly<Record<AwsErrorKind, Words>> = {
    throttled: {
      code: 'aws-throttled',
      what: `AWS takes no more questions of this kind at the moment: ${call}.`,
      next: 'Try again in a minute.',
    },
    unavailable: {
      code: 'aws-unavailable',
      what: `AWS could not answer ${call}.`,
      next: 'Try again in a minute; if it stays so, look at https://health.aws.amazon.com.',
    },
    unanswered: {
      code: 'aws-unanswered',
      what: unreadable ? `${capital(error.message)}.` : `AWS did not answer ${call} in time.`,
      next: error.mayHaveHappened
        ? 'It may have happened all the same: look at the status before you repeat it.'
        : `Try again in a minute${unreadable ? '; if it stays so, look at what stands between ohmy and AWS' : ''}.`,
    },
    denied: {
      code: 'aws-denied',
      what: `AWS does not let ohmy do ${call}.`,
      next: 'Whoever runs ohmy can check its credentials and allow that action in its IAM policy.',
    },
    rejected: {
      code: 'aws-rejected',
      what: `AWS refused ${call}.`,
      next: 'Check what you asked for; the log of ohmy has what AWS said.',
    },
  }
  return words[error.kind]
}

/** The store did not answer, or refused. Nothing that was given up starts later; what was kept in time shows its message. */
export function wordsForStore(fault: StoreFault, changes: boolean): Words {
  const { kind, is } = fault
  const started = 'Unless a message about it appears within a minute, nothing was started'
  if (kind === 'away') {
    return {
      code: 'store-unavailable',
      what: 'The store of ohmy did not answer.',
      next: changes ? `${started}: then try again.` : 'Try again in a minute.',
    }
  }
  return {
    code: `store-${kind}`,
    what: `The store of ohmy ${is}.`,
    next: `${changes ? `${started}. ` : ''}${remedyOf(fault)}`,
  }
}

/** What is said of a defect: its id, and no internals. */
export function wordsForDefect(id: string): Words {
  return {
    code: 'internal-error',
    what: `Something went wrong in ohmy, under the id ${inCode(id)}.`,
    next: 'Try again; if it happens again, give that id to whoever runs ohmy: the log has everything under it.',
  }
}

/** The words for what people can do something about; undefined: a defect. */
export function wordsForKnown(error: unknown): Words | undefined {
  if (error instanceof UserError) return { code: error.code, what: error.what, next: error.next }
  return error instanceof AwsError ? wordsForAws(error) : undefined
}
