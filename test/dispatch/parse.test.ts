import { describe, expect, it } from 'vitest'
import type { Environment, ServiceRef } from '../../src/core/environment.js'
import type { Language } from '../../src/dispatch/parse/language.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { environmentNamed, production, staging } from './fixtures.js'
import { verbs } from './verbs.js'

const language: Language = {
  commands: verbs,
  environments: [staging, production],
  defaultEnvironment: 'staging',
  prompt: '/ohmy',
}

const discovered: Language = {
  ...language,
  environments: [
    environmentNamed('staging', { aliases: ['stage'], serviceNames: [] }),
    environmentNamed('production', { aliases: ['prod'], prefix: 'ohmycoins-prod', serviceNames: [] }),
  ],
}

/** An understood line in one: `resize ohmycoins-staging-backend =4 staging reason=x dryRun`. */
function understood(text: string, known: Language = language): string {
  const parsed = parse(tokenize(text), known)
  if (parsed.kind === 'problem') return `${parsed.problem.code}: ${parsed.problem.what}`
  const { args } = parsed
  const service = args['service'] as ServiceRef | undefined
  const count = args['count'] as { kind: string; count?: number; by?: number } | undefined
  const environment = args['environment'] as Environment | undefined
  return [
    parsed.command.name,
    service?.service,
    count === undefined ? undefined : count.kind === 'absolute' ? `=${count.count}` : `by ${count.by}`,
    environment?.name,
    args['reason'] === undefined ? undefined : `reason=${String(args['reason'])}`,
    args['dryRun'] === true ? 'dryRun' : undefined,
    args['verb'],
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

function problemOf(text: string, known: Language = language) {
  const parsed = parse(tokenize(text), known)
  if (parsed.kind === 'command') throw new Error(`Understood as ${parsed.command.name}: ${text}`)
  return parsed.problem
}

const backend4 = 'resize ohmycoins-staging-backend =4 staging'

describe('a line that is understood', () => {
  it.each([
    ['resize backend 4 staging', backend4],
    ['resize 4 backend staging', backend4],
    ['resize staging backend 4', backend4],
    ['resize staging 4 backend', backend4],
    ['RESIZE Backend 4 Staging', backend4],
    ['/ohmy resize backend 4 staging', backend4],
    ['resize backend 4 stage', backend4],
    ['resize back 4 staging', backend4],
    ['resize b 4 staging', backend4],
    ['resize ohmycoins-staging-backend 4 staging', backend4],
    ['resize ohmycoins-staging-b 4 staging', backend4],
    ['resize service=backend count=4 environment=staging', backend4],
    ['resize --service backend --count 4 --environment staging', backend4],
    ['resize --environment=staging 4 backend', backend4],
    ['resize environment=staging backend 4', backend4],
    ['resize “backend” "4" ‘staging’', backend4],
    ['resize backend\u200b4\u00a0staging', backend4],
    ['resize backend 4 prod', 'resize ohmycoins-prod-backend =4 production'],
    ['resize live backend 4', 'resize ohmycoins-prod-backend =4 production'],
    ['resize backend +1 staging', 'resize ohmycoins-staging-backend by 1 staging'],
    ['resize backend -1 staging', 'resize ohmycoins-staging-backend by -1 staging'],
    ['resize -1 backend staging', 'resize ohmycoins-staging-backend by -1 staging'],
    ['resize backend –1 staging', 'resize ohmycoins-staging-backend by -1 staging'],
    ['resize backend --count -1 staging', 'resize ohmycoins-staging-backend by -1 staging'],
    ['resize backend --count=-1 staging', 'resize ohmycoins-staging-backend by -1 staging'],
    ['resize backend count=+2 staging', 'resize ohmycoins-staging-backend by 2 staging'],
    ['resize backend 0 staging', 'resize ohmycoins-staging-backend =0 staging'],
    ['resize backend 04 staging', backend4],
    ['resize backend 4 staging --reason "sale starts"', `${backend4} reason=sale starts`],
    ['resize backend 4 staging —reason “sale starts”', `${backend4} reason=sale starts`],
    ['resize backend 4 staging –reason „Aktion“', `${backend4} reason=Aktion`],
    ["resize reason='don't panic' backend 4 staging", `${backend4} reason=don't panic`],
    ['resize --reason a=b backend 4 staging', `${backend4} reason=a=b`],
    ['resize --reason "--dry-run" backend 4 staging', `${backend4} reason=--dry-run`],
    ['resize --reason staging backend 4 staging', `${backend4} reason=staging`],
    ['resize backend 4 staging --dry-run', `${backend4} dryRun`],
    ['resize --dryrun backend 4 staging', `${backend4} dryRun`],
    ['resize —dry-run backend 4 staging', `${backend4} dryRun`],
    ['resize --dry-run=no backend 4 staging', backend4],
    ['resize dry_run=yes backend 4 staging', `${backend4} dryRun`],
    ['look', 'look staging'],
    ['look production', 'look production'],
    ['look backend', 'look ohmycoins-staging-backend staging'],
    ['look backend prod', 'look ohmycoins-prod-backend production'],
    ['look prod frontend', 'look ohmycoins-prod-frontend production'],
    ['everywhere', 'everywhere'],
    ['everywhere staging', 'everywhere staging'],
    ['explain', 'explain'],
    ['explain LOOK', 'explain look'],
    ['explain a=b', 'explain a=b'],
  ])('%s', (text, expected) => {
    expect(understood(text)).toBe(expected)
  })

  it.each([
    ['resize backend 4 staging', backend4],
    ['resize staging worker 4', 'resize ohmycoins-staging-worker =4 staging'],
    ['resize Worker 4 staging', 'resize ohmycoins-staging-worker =4 staging'],
    ['resize ohmycoins-staging-worker 4 staging', 'resize ohmycoins-staging-worker =4 staging'],
    ['resize worker_2 4 prod', 'resize ohmycoins-prod-worker_2 =4 production'],
    ['look worker', 'look ohmycoins-staging-worker staging'],
  ])('%s where services are discovered', (text, expected) => {
    expect(understood(text, discovered)).toBe(expected)
  })

  it('looks for the service in the environment that was named', () => {
    const payments = environmentNamed('production', { prefix: 'ohmycoins-prod', serviceNames: ['payments'] })
    const known = { ...language, environments: [staging, payments] }
    expect(understood('look payments production', known)).toBe('look ohmycoins-prod-payments production')
    expect(understood('resize backend 4 production', known)).toMatch(/^service-unknown/)
  })
})

describe('a line that is not understood', () => {
  it.each([
    ['reseize backend 4 staging', 'verb-unknown', '/ohmy resize backend 4 staging'],
    ['resize bakcend 4 staging', 'service-unknown', '/ohmy resize backend 4 staging'],
    ['resize service=bakcend 4 staging', 'service-unknown', '/ohmy resize service=backend 4 staging'],
    ['resize backend 4 stagign', 'environment-unknown', '/ohmy resize backend 4 staging'],
    ['resize stagign backend 4', 'environment-unknown', '/ohmy resize staging backend 4'],
    [
      'resize backend 4 --environment=stagign',
      'environment-unknown',
      '/ohmy resize backend 4 --environment=staging',
    ],
    [
      'resize backend 4 --environment stagign',
      'environment-unknown',
      '/ohmy resize backend 4 --environment staging',
    ],
    ['look stagin', 'environment-unknown', '/ohmy look staging'],
    ['look bakend', 'service-unknown', '/ohmy look backend'],
    ['resize backend 4 staging --raeson x', 'option-unknown', '/ohmy resize backend 4 staging --reason x'],
    ['resize backend 4 staging —raeson=x', 'option-unknown', '/ohmy resize backend 4 staging --reason=x'],
    ['resize backend 4 env=staging', 'option-unknown', '/ohmy resize backend 4 environment=staging'],
    ['resize backend 4 staging please', 'too-many-words', '/ohmy resize backend 4 staging'],
    ['resize backend 4 staging 5', 'too-many-words', '/ohmy resize backend 4 staging'],
    [
      'resize backend 4 staging --reason sale starts now',
      'too-many-words',
      '/ohmy resize backend 4 staging --reason "sale starts now"',
    ],
    [
      'resize --reason=sale starts backend 4 staging',
      'too-many-words',
      '/ohmy resize --reason "sale starts" backend 4 staging',
    ],
    ['resize backend 4 staging staging', 'environment-twice', '/ohmy resize backend 4 staging'],
    [
      'resize backend 4 staging environment=staging',
      'environment-twice',
      '/ohmy resize backend 4 environment=staging',
    ],
  ])('%s → %s, with the command set right', (text, code, command) => {
    const problem = problemOf(text)
    expect(problem.code).toBe(code)
    expect(problem.commands).toEqual([command])
    expect(understood(command)).not.toMatch(/: /)
  })

  it.each([
    ['frobnicate', 'verb-unknown'],
    ['doctor', 'verb-unknown'],
    ['4', 'verb-unknown'],
    ['resize', 'arguments-missing'],
    ['resize backend', 'arguments-missing'],
    ['resize 4 staging', 'service-missing'],
    ['resize backend staging', 'count-missing'],
    ['resize backend four staging', 'count-invalid'],
    ['resize backend 4.5 staging', 'count-invalid'],
    ['resize backend --1 staging', 'count-invalid'],
    ['resize backend +0 staging', 'count-invalid'],
    ['resize backend 4x staging', 'count-invalid'],
    ['resize backend 5001 staging', 'count-out-of-range'],
    ['resize backend 99999999999999999999 staging', 'count-invalid'],
    ['resize backend count=lots staging', 'count-invalid'],
    ['resize xyzzy 4 staging', 'service-unknown'],
    ['resize backend 4 xyzzy', 'environment-unknown'],
    ['resize backend 4 staging production', 'environment-twice'],
    ['resize backend frontend 4 staging', 'too-many-words'],
    ['resize backend 4 staging --reason', 'option-without-value'],
    ['resize backend 4 staging --reason --dry-run', 'option-without-value'],
    ['resize backend 4 staging --reason ""', 'text-missing'],
    ['resize backend 4 staging --reason a --reason b', 'option-twice'],
    ['resize backend 4 count=5 staging count=6', 'option-twice'],
    ['resize backend 4 staging --force', 'option-unknown'],
    ['resize backend 4 staging --dry-run=maybe', 'flag-invalid'],
    ['everywhere backend', 'environment-unknown'],
  ])('%s → %s', (text, code) => {
    const problem = problemOf(text)
    expect([text, problem.code]).toEqual([text, code])
    expect(problem.what).not.toBe('')
    expect(problem.next).not.toBe('')
    if (code !== 'verb-unknown') expect(problem.usage).toContain('/ohmy ')
  })

  it('does not take the default environment for a change, and offers the command for each', () => {
    const problem = problemOf('resize backend 4')
    expect(problem).toMatchObject({
      code: 'environment-missing',
      failed: 'refused',
      commands: ['/ohmy resize backend 4 staging', '/ohmy resize backend 4 production'],
    })
  })

  it('offers only environments that have the service', () => {
    const payments = environmentNamed('production', { prefix: 'ohmycoins-prod', serviceNames: ['payments'] })
    const problem = problemOf('resize payments +1', { ...language, environments: [staging, payments] })
    expect(problem.commands).toEqual(['/ohmy resize payments +1 production'])
  })

  it('says which environment has a service that this one lacks', () => {
    const payments = environmentNamed('production', { prefix: 'ohmycoins-prod', serviceNames: ['payments'] })
    const problem = problemOf('look payments', { ...language, environments: [staging, payments] })
    expect(problem.what).toBe('There is no service `payments` in staging; production has one.')
  })

  it('asks which service a beginning stands for', () => {
    const known = environmentNamed('staging', { serviceNames: ['worker-mail', 'worker-sms'] })
    const problem = problemOf('resize worker 4 staging', { ...language, environments: [known] })
    expect(problem.code).toBe('service-ambiguous')
    expect(problem.what).toBe('`worker` may be any of `worker-mail` and `worker-sms` in staging.')
  })

  it('asks about a misspelled environment where every word could be a service', () => {
    expect(problemOf('look stagin', discovered).commands).toEqual(['/ohmy look staging'])
    expect(problemOf('resize stagin backend 4', discovered).commands).toEqual([
      '/ohmy resize staging backend 4',
    ])
  })

  it('never guesses the environment of a change from a full ECS name', () => {
    expect(problemOf('resize ohmycoins-prod-backend 4')).toMatchObject({
      code: 'environment-missing',
      commands: ['/ohmy resize ohmycoins-prod-backend 4 production'],
    })
    expect(problemOf('resize ohmycoins-prod-backend 4 staging').code).toBe('service-unknown')
  })
})

describe('a word that is a service and an environment', () => {
  const web = environmentNamed('web', { serviceNames: ['api', 'staging'] })
  const mixed = environmentNamed('staging', { serviceNames: ['backend', 'staging', 'web'] })
  const known: Language = { ...language, environments: [mixed, web] }

  it('is asked about when it may be either', () => {
    expect(problemOf('look staging', known)).toMatchObject({
      code: 'word-ambiguous',
      commands: ['/ohmy look environment=staging', '/ohmy look service=staging'],
    })
  })

  it('is the environment when another word is the service', () => {
    expect(understood('look backend staging', known)).toBe('look ohmycoins-staging-backend staging')
  })

  it('may be both at once', () => {
    expect(understood('look staging staging', known)).toBe('look ohmycoins-staging-staging staging')
  })

  it('is asked about when two words may be either way round', () => {
    expect(problemOf('resize staging web 4', known)).toMatchObject({
      code: 'word-ambiguous',
      commands: [
        '/ohmy resize environment=staging service=web 4',
        '/ohmy resize service=staging environment=web 4',
      ],
    })
  })

  it('is the one that fits when only one way round exists', () => {
    const one: Language = {
      ...language,
      environments: [mixed, environmentNamed('web', { serviceNames: ['api'] })],
    }
    expect(understood('resize staging web 4', one)).toBe('resize ohmycoins-staging-web =4 staging')
  })

  it('is what its name says', () => {
    expect(understood('look service=staging environment=staging', known)).toBe(
      'look ohmycoins-staging-staging staging',
    )
    expect(understood('look environment=staging', known)).toBe('look staging')
  })
})
