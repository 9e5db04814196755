import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** The pause that somebody decides on: `--hook ecs-pause-e7tK9G_WRJq…`, or as much after `ecs-pause-` as its message shows. Case counts. */
export function hook(): RequiredArgument<string> {
  const next = 'Copy it from the message of the deployment: `--hook` and eight letters and figures.'
  return argument({
    kind: 'word',
    placeholder: 'hook',
    summary: 'which pause, as its message shows it: another one is not decided on',
    named: true,
    read(typed) {
      const id = typed?.trim() ?? ''
      if (id === '') return { ok: false, code: 'hook-missing', what: 'No pause was named.', next }
      if (/^[\w-]{8,255}$/.test(id)) return { ok: true, value: id }
      return { ok: false, code: 'hook-invalid', what: `${inCode(id)} names no pause.`, next }
    },
  })
}
