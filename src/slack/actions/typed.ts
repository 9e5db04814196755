import type { z } from 'zod'
import { escapeMrkdwn } from '../mrkdwn.js'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

/** A command as a person would type it. What is undefined is left out; `true` is an option without a value. */
export interface Typed {
  readonly verb: string
  readonly words?: readonly (string | undefined)[]
  readonly options?: Readonly<Record<string, string | number | true | undefined>>
}

/**
 * A button or menu that runs words as if somebody had typed them: the one way from a click to a command, so that the same rules hold.
 * @param schema what the button's value has to look like: it is only an address, and anybody could have written it
 */
export function sayAction<Schema extends z.ZodType>(
  id: string,
  schema: Schema,
  words: (about: z.infer<Schema>) => Typed,
  options: Pick<Action, 'replaces' | 'callerOf'> = {},
): Action {
  return {
    id,
    ...options,
    async run(edge, click) {
      const about = readValue(schema, click.value)
      if (about === undefined) return unreadable()
      return edge.inside.run(lineOf(words(about)), click.caller)
    },
  }
}

/** Undefined where it is not what this release writes into its buttons. */
export function readValue<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.infer<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

function lineOf({ verb, words = [], options = {} }: Typed): string {
  const named = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return []
    return value === true ? [`--${name}`] : [`--${name}`, quoted(String(value))]
  })
  return [verb, ...words.filter((word) => word !== undefined).map(quoted), ...named].join(' ')
}

/** In quotes, and with `&`, `<` and `>` escaped, as they arrive from Slack. */
function quoted(word: string): string {
  return escapeMrkdwn(JSON.stringify(word))
}
