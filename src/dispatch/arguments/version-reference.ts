import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A task definition as `family:revision` or ARN, only by name: `--task-definition ohmycoins-staging-backend:41`. */
export function taskDefinition(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'family:revision',
    summary: options.summary ?? 'a task definition, `family:revision`',
    named: true,
    read: (typed) =>
      read(typed, /^(?:arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/)?[\w-]{1,255}:\d{1,9}$/, {
        what: 'is not a task definition',
        next: 'Write `family:revision`, such as `ohmycoins-staging-backend:41`.',
      }),
  })
}

/** A version of a service that was there before: revision `41`, `family:41` or an image tag, only by name. */
export function versionReference(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'revision or tag',
    summary: options.summary ?? 'a revision of the task definition (`41`), or an image tag',
    named: true,
    read: (typed) =>
      read(typed, /^[A-Za-z0-9_][\w.-]{0,254}(?::\d{1,9})?$/, {
        what: 'is neither a revision nor an image tag',
        next: 'Write a revision of the task definition (`41`), or an image tag (`sprint-12-3f4021a`).',
      }),
  })
}

function read(
  typed: string | undefined,
  allowed: RegExp,
  words: { readonly what: string; readonly next: string },
): Reading<string> {
  const text = typed?.trim() ?? ''
  if (allowed.test(text)) return { ok: true, value: text }
  const what = text === '' ? 'A version is missing.' : `${inCode(text)} ${words.what}.`
  return { ok: false, code: text === '' ? 'version-missing' : 'version-invalid', what, next: words.next }
}
