import { z } from 'zod'
import type { Vocabulary } from '../../../src/runbooks/vocabulary.js'

/** Checks and verbs as tests of the language need them: two environments, and lines of `scale` and `rollback` that name one. */
export const vocabulary: Vocabulary = {
  checks: [
    {
      name: 'stopped-tasks',
      needsService: true,
      arguments: z.strictObject({
        since: z
          .string()
          .regex(/^\d+[mh]$/, 'Allowed: `30m`.')
          .optional(),
      }),
      value: 'tasks that stopped',
    },
    { name: 'steady-state', needsService: true, arguments: z.strictObject({}) },
    {
      name: 'lock-held',
      needsService: false,
      arguments: z.strictObject({}),
      value: 'minutes since it was taken',
    },
  ],
  problemOf: (line) => {
    const [verb = '', ...words] = line.split(' ')
    if (!['scale', 'rollback'].includes(verb)) return `\`${verb}\` changes nothing.`
    return words.some((word) => ['staging', 'production'].includes(word))
      ? undefined
      : 'No environment was named.'
  },
  environments: [
    { name: 'staging', services: ['backend', 'frontend'] },
    { name: 'production', services: ['backend', 'frontend'] },
  ],
}
