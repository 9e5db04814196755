import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findTool } from '../../src/terraform/find-tool.js'
import { validateDirectory } from '../../src/terraform/validate-directory.js'

const room = mkdtempSync(join(tmpdir(), 'bad-tool-'))
mkdirSync(join(room, 'tree'))
afterAll(() => rmSync(room, { recursive: true }))

/** What comes of a program in the tool's place. */
function validateWith(
  script: string,
  limits: { readonly timeout?: number } = {},
  signal = new AbortController().signal,
) {
  const program = join(room, 'terraform')
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  return validateDirectory(
    {
      ...{ room, tree: join(room, 'tree'), pluginCache: join(room, 'plugins'), network: {}, signal },
      tool: { tool: 'terraform', program, version: '1.11.4' },
      limits: { timeout: 120_000, memory: 256 * 1024 * 1024, output: 1024 * 1024, ...limits },
    },
    '.',
    (work) => work(),
  )
}

const initialised = '[ "$1" = init ] && exit 0'

it('that hangs, with a child that keeps its outputs open, is ended', async () => {
  const says = await validateWith('sleep 600 & sleep 600', { timeout: 1_000 })
  expect(says).toMatchObject({ kind: 'skip', why: 'init: it took longer than 1 s and was ended' })
})

it('that ends and leaves a child with its outputs open is not waited for', async () => {
  const says = await validateWith(`${initialised}\nsleep 600 &\necho '{"diagnostics":[]}'`)
  expect(says).toMatchObject({ kind: 'asked', diagnostics: [] })
})

it('that writes without end is ended', async () => {
  const says = await validateWith(`${initialised}\nyes "an endless answer"`)
  expect(says).toMatchObject({ kind: 'skip', why: 'validate: it wrote more than 1 MB and was ended' })
})

it.runIf(process.platform === 'linux')('that takes more memory than it may is ended', async () => {
  const says = await validateWith(
    `${initialised}\nexec ${process.execPath} -e 'Buffer.alloc(5e8, 1); setTimeout(() => 0, 6e5)'`,
  )
  expect(says).toMatchObject({
    kind: 'skip',
    why: 'validate: it needed more than 256 MB of memory and was ended',
  })
})

it('that is stopped says so', async () => {
  const stopping = new AbortController()
  const says = validateWith('sleep 600', {}, stopping.signal)
  stopping.abort()
  expect(await says).toEqual({ kind: 'stopped' })
})

it.each([
  ['echo "<html>nonsense</html>"', 'validate gave no answer that can be read: <html>nonsense</html>'],
  ['echo "what went wrong" >&2; exit 1', 'validate gave no answer that can be read: what went wrong'],
  ['exit 0', 'validate gave no answer that can be read: it said nothing'],
])('whose answer cannot be read is no answer: %s', async (script, why) => {
  expect(await validateWith(`${initialised}\n${script}`)).toMatchObject({ kind: 'skip', why })
})

it.each([
  [
    'Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider hashicorp/aws:\ndial tcp: lookup registry.terraform.io: no such host',
    'the provider hashicorp/aws could not be fetched (no such host)',
  ],
  [
    'Error: Failed to install provider\n\nError while installing hashicorp/aws v6.0.0: connection refused',
    'a provider or module could not be fetched (connection refused)',
  ],
])('that reaches no registry skips', async (text, why) => {
  const says = await validateWith(`[ "$1" = init ] && { cat >&2 <<'END'\n${text}\nEND\nexit 1; }\nexit 3`)
  expect(says).toMatchObject({ kind: 'skip', why, isUnreachable: true })
})

it('that cannot initialise for another reason has found something wrong', async () => {
  const says = await validateWith(
    `[ "$1" = init ] && { echo 'no available releases match the given constraints. Failed to query available provider packages' >&2; exit 1; }\necho '{"diagnostics":[{"severity":"warning","summary":"old"}]}'`,
  )
  expect(says).toMatchObject({
    kind: 'asked',
    diagnostics: [
      { severity: 'warning' },
      { severity: 'error', summary: expect.stringContaining('init failed: no available releases') },
    ],
  })
})

it('a place outside of the tree is not shown, and what has no place is told without', async () => {
  const answer = JSON.stringify({
    diagnostics: [
      { severity: 'error', summary: 'one', range: { filename: '../../etc/passwd', start: { line: 1 } } },
      { severity: 'error', summary: 'two', detail: 'a\n  b' },
    ],
  })
  expect(await validateWith(`${initialised}\ncat <<'END'\n${answer}\nEND`)).toMatchObject({
    diagnostics: [
      { severity: 'error', summary: 'one' },
      { severity: 'error', summary: 'two', detail: 'a b' },
    ],
  })
})

it('none on the PATH is found to be none', async () => {
  expect(await findTool(`${room}/nowhere`, undefined)).toBeUndefined()
  writeFileSync(join(room, 'tofu'), '#!/bin/sh\necho "OpenTofu v1.12.6"\n')
  chmodSync(join(room, 'tofu'), 0o755)
  rmSync(join(room, 'terraform'), { force: true })
  expect(await findTool(room, undefined)).toMatchObject({ tool: 'tofu', version: '1.12.6' })
  expect(await findTool(room, 'terraform')).toBeUndefined()
})
