import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** 32 hexadecimal digits, or as a UUID in accounts that kept the old form; the beginning of one is enough. */
const id = /^(?=[0-9a-f])[0-9a-f-]{4,36}$/i

/** `--task 9f2c41d7`: a task by its ARN, its id or the beginning of it. Lower case. Only by name. */
export function taskId(): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'id',
    summary: 'a task by its id or the first characters of it',
    named: true,
    read: readTaskId,
  })
}

function readTaskId(typed: string | undefined): Reading<string> {
  const next = 'Give the id or its first 4 characters or more, as the lines show it.'
  if (typed === undefined) return { ok: false, code: 'task-missing', what: 'No task was named.', next }
  const last = typed.trim().split('/').at(-1) ?? ''
  if (id.test(last)) return { ok: true, value: last.toLowerCase() }
  return { ok: false, code: 'task-invalid', what: `${inCode(typed)} is not the id of a task.`, next }
}
