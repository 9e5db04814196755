import { z } from 'zod'
import type { AlertPages } from '../core/alert-pages.js'
import { causes } from '../core/check.js'
import { parseDuration } from '../core/duration.js'
import type { Problem } from '../yaml/problem.js'
import { checkNames } from './freezes.js'
import * as shapes from './shapes.js'
import { isMap, listOf, mapOf } from './written.js'

/** AWS: at most 128 characters. */
const TagKey = z
  .string()
  .regex(/^[^\p{C}]{1,128}$/u, 'Allowed: the key of a tag, at most 128 characters: `severity`.')

const RawAlertPageRule = z.strictObject({
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments whose alarms it is about. Empty: all of them.'),
  alarms: z
    .array(shapes.AlarmPattern)
    .max(100)
    .default([])
    .describe(
      'Names of alarms, whole or without the prefix, with `*` and `?`: `*-alb-5xx-errors`. Empty: all of them.',
    ),
  causes: z
    .array(z.enum(causes))
    .min(1)
    .max(causes.length)
    .optional()
    .describe(
      'Why tasks of a service stop or do not start, in the words of [runbooks](runbooks.md): `out-of-memory`, `image-pull`, `health-check`, … Then the rule is about tasks, and not about alarms. Left out: every cause, unless it names alarms.',
    ),
  severity: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal('none')])
    .optional()
    .describe(
      '`1`, `2`, `3`, or `none`: nobody is called. Left out: only alarms whose tag says a severity call people.',
    ),
})

/** `alerts.page`: which alarms call people. */
export const RawAlertPages = z.strictObject({
  tag: TagKey.default('severity').describe(
    'Key of the tag of an alarm that says its severity, instead of its rule.',
  ),
  againAfter: shapes.PageAgainTime.default('15m').describe(
    'One alarm calls people at most once within so long: `1m` to `24h`.',
  ),
  rules: z.array(RawAlertPageRule).min(1).max(100).describe('In order; the first that fits an alarm counts.'),
})

export function buildAlertPages({ tag, againAfter, rules }: z.infer<typeof RawAlertPages>): AlertPages {
  return {
    tag,
    againAfter: parseDuration(againAfter) ?? 0,
    rules: rules.map(({ severity, causes: named, ...rule }) => ({
      ...rule,
      ...(named === undefined ? {} : { causes: named }),
      ...(severity === undefined ? {} : { severity }),
    })),
  }
}

/** What no single value tells: whether there is anybody to call, and whether the environments exist. */
export function checkAlertPages(
  root: Readonly<Record<string, unknown>>,
  environments: readonly string[],
): Problem[] {
  const path = ['alerts', 'page']
  const written = mapOf(root['alerts'])['page']
  if (!isMap(written)) return []
  const rules = listOf(mapOf(written)['rules'])
  return [
    ...(root['onCall'] === undefined
      ? [{ path, atKey: true, what: 'There is nobody to call: nothing is written under `onCall`.' }]
      : []),
    ...rules.flatMap((rule, index) => [
      ...bothNamed(rule, [...path, 'rules', index]),
      ...checkNames(
        [...path, 'rules', index, 'environments'],
        mapOf(rule)['environments'],
        'environment',
        environments,
      ),
    ]),
  ]
}

/** No alarm has a cause, and no task a name that a pattern is for. */
function bothNamed(rule: unknown, path: Problem['path']): Problem[] {
  const { alarms, causes: named } = mapOf(rule)
  if (listOf(alarms).length === 0 || listOf(named).length === 0) return []
  const what = 'A rule is about alarms or about causes: make two rules of it.'
  return [{ path: [...path, 'causes'], what }]
}
