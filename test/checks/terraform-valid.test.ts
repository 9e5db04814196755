import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTerraformTree, type TerraformTree } from '../../sandbox/terraform-tree.js'
import { systemClock } from '../../src/core/clock.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { createTerraformLooks } from '../../src/terraform/validate/look-at-environment.js'
import { production, staging } from '../aws/environment.js'
import { type CheckRoom, startCheckRoom } from './room.js'

const path = process.env['PATH'] ?? ''
const hasTool = (await findTool(path, undefined)) !== undefined

describe('whether the Terraform code of an environment is valid', () => {
  let room: CheckRoom
  let tree: TerraformTree
  const programs = mkdtempSync(join(tmpdir(), 'ohmy-programs-'))
  const runs = join(programs, 'runs')
  beforeAll(async () => {
    tree = createTerraformTree({ tree: 'builtin' })
    const terraform = {
      folder: join(tree.folder, 'environments/staging'),
      backendConfig: [],
      workspace: 'default',
    }
    room = await startCheckRoom({}, { environments: [{ ...staging, terraform }, production] })
  })
  afterEach(() => {
    tree.set({ tree: 'builtin' })
    rmSync(join(programs, 'terraform'), { force: true })
  })
  afterAll(async () => {
    tree.remove()
    rmSync(programs, { recursive: true })
    await room.stop()
  })

  function looks(
    options: { readonly path?: string; readonly patience?: number; readonly temporary?: string } = {},
  ) {
    const { path: where = programs, ...more } = options
    const settings = { folder: tree.folder, timeout: 60_000, memoryMegabytes: 2_048 }
    return createTerraformLooks(
      { settings, programs: { path: where, network: {} }, temporary: tmpdir(), ...more },
      systemClock,
    )
  }
  const ask = (terraform = looks(), environment = 'staging') =>
    room.ask('terraform-valid', { service: '', environment }, { terraform })

  /** A program in place of the tool that writes down what it is asked. */
  function behave(script: string): void {
    writeFileSync(runs, '')
    const file = join(programs, 'terraform')
    const version = `[ "$1" = version ] && { echo 'Terraform v1.11.4'; exit 0; }`
    writeFileSync(file, `#!/bin/sh\n${version}\necho "$1" >> ${runs}\n${script}\n`)
    chmodSync(file, 0o755)
  }
  const asked = () => readFileSync(runs, 'utf8').trim().split('\n').toSorted()
  const fine = `[ "$1" = validate ] && echo '{"diagnostics":[]}'\nexit 0`

  it('without the tool is not known, and the static check is named as the weaker one', async () => {
    const answer = await ask()
    expect(answer.result).toBe('unknown')
    expect(answer.figure).toBe(
      'neither terraform nor tofu is on the PATH where ohmy runs; the static check, which is weaker, found nothing',
    )
  })

  it.each([
    ['variable', 'environments/staging/main.tf, line '],
    // In what the environment calls, as the tool would tell.
    ['syntax', 'modules/redis/main.tf, line '],
  ] as const)('what the static check finds fails all the same, with its place: %s', async (broken, place) => {
    tree.set({ tree: 'builtin', break: broken })
    const answer = await ask()
    expect(answer).toMatchObject({ result: 'fail' })
    expect(answer.figure).toContain(place)
    expect(answer.figure).toContain('the static check, which is weaker')
  })

  it('is asked once of a tree that has not changed, by all at once, and anew of one that has', async () => {
    behave(fine)
    const kept = looks()
    const answers = await Promise.all([ask(kept), ask(kept)])
    expect(answers.map(({ result }) => result)).toEqual(['pass', 'pass'])
    expect((await ask(kept)).figure).toBe(
      'environments/staging is valid, says Terraform 1.11.4, with 1 warning',
    )
    expect(asked()).toEqual(['fmt', 'init', 'validate'])
    appendFileSync(join(tree.folder, 'modules/vpc/main.tf'), '# another word\n')
    await ask(kept)
    expect(asked()).toEqual(['fmt', 'fmt', 'init', 'init', 'validate', 'validate'])
  })

  it('of a tool that takes too long is not known, and is asked again', async () => {
    behave('sleep 600')
    const impatient = looks({ patience: 300 })
    const answer = await ask(impatient)
    expect(answer.result).toBe('unknown')
    expect(answer.figure).toMatch(/init: it took longer than 0 s and was ended; the static check/)
    behave(fine)
    expect((await ask(impatient)).result).toBe('pass')
  })

  it('tells the first error with its place, counts the others, and is no more than a warning where only the format is otherwise', async () => {
    const error = (line: number) =>
      `{"severity":"error","summary":"Reference to undeclared input variable","range":{"filename":"main.tf","start":{"line":${line}}}}`
    behave(
      `[ "$1" = validate ] && echo '{"diagnostics":[${[7, 9].map(error).join(',')}]}'\n[ "$1" = fmt ] && exit 0\nexit 0`,
    )
    expect(await ask()).toMatchObject({
      result: 'fail',
      value: 2,
      figure: 'environments/staging/main.tf, line 7: Reference to undeclared input variable — and 1 more',
    })
    behave(`[ "$1" = fmt ] && { echo modules/iam/main.tf; exit 3; }\n${fine}`)
    expect(await ask()).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('formatted otherwise: modules/iam/main.tf'),
    })
  })

  it('is not known where nothing can be written, as in a container of which all is read-only', async () => {
    const answer = await ask(looks({ temporary: '/proc' }))
    expect(answer).toMatchObject({ result: 'unknown' })
    expect(answer.figure).toMatch(/^Nothing can be written to \/proc where ohmy runs \(E\w+\).*TMPDIR/)
  })

  it('is not known of an environment without a root module in the tree, with the key to set', async () => {
    const answer = await ask(looks(), 'production')
    expect(answer).toMatchObject({ result: 'unknown' })
    expect(answer.figure).toContain('environments.production.terraform.folder')
  })

  it.runIf(hasTool)('with the tool itself passes, and fails with the place of what is broken', async () => {
    const real = looks({ path, patience: 60_000 })
    const valid = await room.ask('terraform-valid', { service: '' }, { terraform: real }, 120_000)
    expect(valid).toMatchObject({ result: 'pass' })
    expect(valid.figure).toMatch(/^environments\/staging is valid, says (Terraform|OpenTofu) \d/)
    tree.set({ tree: 'builtin', break: 'argument' })
    const broken = await room.ask('terraform-valid', { service: '' }, { terraform: real }, 120_000)
    expect(broken).toMatchObject({ result: 'fail' })
    expect(broken.figure).toMatch(/^environments\/staging\/main\.tf, line \d+: Missing required argument/)
  })
})
