import type { Config } from '../config/config.js'
import type { Command } from '../dispatch/command.js'
import { parse } from '../dispatch/parse/parse.js'
import { tokenize } from '../dispatch/tokenize.js'
import { isPractised, notPractised } from '../runbooks/practice.js'

/**
 * Why a line is not said in a drill: whatever the drill is about, the line names an environment where nothing is practised, or all of them. Undefined: it may be
 * said, or is refused by itself.
 */
export function refusedInDrill(
  line: string,
  { commands, config }: { readonly commands: readonly Command[]; readonly config: Config },
): string | undefined {
  const { environments, defaultEnvironment } = config
  const parsed = parse(tokenize(line), { commands, environments, defaultEnvironment, prompt: '' })
  if (parsed.kind === 'problem') return undefined
  const isAboutOne = Object.values(parsed.command.args).some(({ kind }) => kind === 'environment')
  if (!isAboutOne) return undefined
  const { environment } = parsed
  if (environment !== undefined && isPractised(environment, defaultEnvironment)) return undefined
  const { what, next } = notPractised(environment?.name ?? 'all environments at once', defaultEnvironment)
  return environment === undefined ? what : `${what} ${next}`
}
