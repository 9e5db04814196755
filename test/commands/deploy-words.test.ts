import { describe, expect, it } from 'vitest'
import { deploy } from '../../commands/deploy.js'
import { rollback } from '../../commands/rollback.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { environmentNamed, production, staging } from '../dispatch/fixtures.js'

const discovered = environmentNamed('lab', { serviceNames: [] })

/** `backend+frontend sprint-12 staging force`, or the code of the problem. */
function understood(text: string): string {
  const parsed = parse(tokenize(text), {
    commands: [deploy, rollback],
    environments: [staging, production, discovered],
    defaultEnvironment: 'staging',
    prompt: '/ohmy',
  })
  if (parsed.kind === 'problem') return parsed.problem.code
  const { args } = parsed
  const services = (args['services'] ?? [args['service']]) as readonly ServiceRef[]
  const given = ['image', 'to', 'container', 'task-definition', 'reason'].flatMap((key) => args[key] ?? [])
  const flags = ['force', 'dry-run', 'break-glass'].filter((key) => args[key] === true)
  return [services.map(({ name }) => name).join('+'), parsed.environment?.name, ...given, ...flags].join(' ')
}

describe('what people type to deploy', () => {
  it.each([
    ['deploy backend sprint-12-3f4021a staging', 'backend staging sprint-12-3f4021a'],
    ['deploy staging sprint-12-3F4021A backend', 'backend staging sprint-12-3F4021A'],
    ['deploy frontend,backend v1.2.3 prod', 'backend+frontend production v1.2.3'],
    ['deploy backend,backend v1 staging', 'backend staging v1'],
    ['deploy backend ohmycoins/backend:v1 staging', 'backend staging ohmycoins/backend:v1'],
    ['deploy web,worker v1 lab', 'web+worker lab v1'],
    ['deploy backend v1 staging --container Php_1', 'backend staging v1 Php_1'],
    ['deploy backend staging --force', 'backend staging force'],
    [
      'deploy backend staging --task-definition ohmycoins-staging-backend:41',
      'backend staging ohmycoins-staging-backend:41',
    ],
    ['deploy backend v1 staging --reason "a b" --dry-run', 'backend staging v1 a b dry-run'],
    ['rollback backend staging', 'backend staging'],
    ['rollback backend prod --to sprint-11-A8D20F6', 'backend production sprint-11-A8D20F6'],
    ['rollback backend prod --to 41 --dry-run', 'backend production 41 dry-run'],
  ])('%s', (text, meaning) => {
    expect(understood(text)).toBe(meaning)
  })

  it.each([
    ['deploy backend sprint-12', 'environment-missing'],
    ['deploy backend,nonsense v1 staging', 'service-unknown'],
    ['deploy backend v:1:2 staging', 'image-invalid'],
    ['deploy backend v1 staging --container "a b"', 'container-invalid'],
    ['deploy backend v1 staging --task-definition latest', 'version-invalid'],
    ['rollback backend staging --to "a b"', 'version-invalid'],
    ['rollback backend,frontend staging', 'service-unknown'],
    [`deploy ${Array.from({ length: 11 }, (_, index) => `s${index}`).join(',')} v1 lab`, 'services-too-many'],
  ])('%s: %s', (text, code) => {
    expect(understood(text)).toBe(code)
  })
})
