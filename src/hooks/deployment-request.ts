import { counted } from '../core/wording.js'
import { z } from 'zod'
import { maskSecrets } from '../core/mask.js'
import { HookRefusal } from './refusal.js'

const line = (most: number) => z.string().trim().min(1).max(most)
const word = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'Allowed: letters, digits, `.`, `_` and `-`.')

/** What CI sends. Unknown keys are refused: a misspelt one would be ignored silently. */
export const DeploymentBody = z.strictObject({
  environment: word.max(40),
  services: z.array(word.max(255)).min(1).max(10),
  /** The image's tag or digest; `repository:tag`, `repository@digest` where containers of several repositories run. */
  tag: z
    .string()
    .regex(
      /^(?:(?:[a-z0-9][a-z0-9._/-]{0,200}:)?[A-Za-z0-9_][\w.-]{0,127}|(?:[a-z0-9][a-z0-9._/-]{0,200}@)?sha256:[0-9a-f]{64})$/,
      'Allowed: an image tag, or a digest.',
    ),
  /** Which container it is for, where the repository runs with several tags. */
  container: z
    .string()
    .regex(/^[\w-]{1,255}$/, 'Allowed: letters, digits, `_` and `-`.')
    .optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/i, 'Allowed: 7 to 64 hexadecimal digits.')
    .optional(),
  author: line(200).optional(),
  changes: z.array(line(500)).max(500).default([]),
  link: z
    .url({ protocol: /^https?$/, error: 'Allowed: an http(s) address.' })
    .max(1_000)
    .optional(),
})
export type DeploymentBody = z.infer<typeof DeploymentBody>

/** @throws HookRefusal (400, 422) that names every wrong key */
export function readDeployment(body: Buffer): DeploymentBody {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new HookRefusal(400, 'body-not-json', 'The body is not JSON in UTF-8.', 'Send one JSON object.')
  }
  const read = DeploymentBody.safeParse(parsed)
  if (read.success) return read.data
  const problems = read.error.issues.slice(0, 10).map(({ path, message }) => {
    const key = path.map(String).join('.')
    return key === '' ? message : `${key}: ${message}`
  })
  throw new HookRefusal(422, 'body-invalid', problems.join('; '), 'docs/ci.md lists every key.')
}

/** Changes that are shown; the link leads to all. */
const mostShown = 12
const mostCharacters = 160

/** The change summary as lines for the people who decide. What CI sends was written by many: secrets in it are masked, and it stays untrusted. */
export function notesOf({ commit, author, changes, link }: DeploymentBody): readonly string[] {
  const head = [
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
    ...(author === undefined ? [] : [`by ${author}`]),
  ].join(' ')
  const left = changes.length - mostShown
  return [
    ...(head === '' ? [] : [head]),
    ...changes.slice(0, mostShown).map((change) => `- ${change}`),
    ...(left > 0 ? [`… and ${counted(left, 'more change')}`] : []),
    ...(link === undefined ? [] : [link]),
  ].map((text) => shortened(maskSecrets(text.replace(/\s+/g, ' ')), text === link ? 1_000 : mostCharacters))
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
