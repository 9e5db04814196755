import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'

/**
 * Keeps the body of a command's answer as AWS sent it. The SDK drops every member that its model does not have, without a word; with
 * the body at hand one can tell what that was.
 * @returns gives the parsed JSON once the command was answered, undefined before; throws a SyntaxError when it was no JSON
 */
export function keepRawAnswer(
  command: Pick<DescribeTaskDefinitionCommand, 'middlewareStack'>,
): () => unknown {
  let text: string | undefined
  // The lowest priority of this step is next to the connection: it sees the body before the SDK reads it.
  const place = { step: 'deserialize', priority: 'low', name: 'keepRawAnswer' } as const
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args)
      const response = answer.response as { body?: Readable | Uint8Array }
      if (response.body === undefined) return answer
      const body = response.body instanceof Uint8Array ? response.body : await buffer(response.body)
      // Decoded before the SDK gets it: it changes the bytes' own methods.
      text = new TextDecoder().decode(body)
      response.body = body
      return answer
    },
    place,
  )
  return () => (text === undefined ? undefined : JSON.parse(text))
}
