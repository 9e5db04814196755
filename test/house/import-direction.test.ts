import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Deliberate violations of the house: each must be refused by the same configuration that `npm run check` uses. */
const forbidden = [
  ['src/core/clock.ts', '../redis/connections.js'],
  ['src/core/clock.ts', '../slack/message.js'],
  ['src/config/load.ts', '../aws/aws.js'],
  ['src/redis/keys.ts', '../operations/operations.js'],
  ['src/aws/ecs.ts', '../slack/message.js'],
  ['src/aws/ecs.ts', '../status/read-status.js'],
  ['src/slack/views/card.ts', '../../aws/aws.js'],
  ['src/slack/edge.ts', '../dispatch/dispatch.js'],
  ['src/status/read-status.ts', '../slack/message.js'],
  ['src/operations/scale.ts', '../dispatch/dispatch.js'],
  ['src/operations/engine/run.ts', '../../aws/aws.js'],
  ['src/operations/engine/run.ts', '../../slack/message.js'],
  ['src/dispatch/dispatch.ts', '../../commands/index.js'],
  ['src/dispatch/dispatch.ts', '../redis/keys.js'],
  ['src/logs/levels.ts', '../slack/message.js'],
  ['src/metrics/read-metrics.ts', '../redis/keys.js'],
  ['src/dashboards/check.ts', '../slack/message.js'],
  ['src/costs/read-costs.ts', '../redis/keys.js'],
  ['src/alerts/mutes.ts', '../slack/message.js'],
  ['src/jobs/runner.ts', '../operations/operations.js'],
  ['src/slack/views/logs.ts', '../../logs/levels.js'],
  ['src/terminal/run.ts', '../slack/edge.js'],
  ['src/hooks/deployments.ts', '../slack/message.js'],
  ['src/hooks/deployments.ts', '../dispatch/dispatch.js'],
  ['src/app.ts', './sandbox/main.js'],
  ['src/operations/scale.ts', '../app.js'],
  ['commands/status.ts', '../src/redis/keys.js'],
  ['commands/status.ts', '../src/sandbox/people.js'],
] as const

const allowed = [
  ['src/app.ts', './operations/engine/engine.js'],
  ['src/operations/scale.ts', '../aws/aws.js'],
  ['src/dispatch/dispatch.ts', '../operations/operations.js'],
  ['src/metrics/read-metrics.ts', '../status/measurements.js'],
  ['src/alerts/mutes.ts', '../redis/keys.js'],
  ['src/jobs/follow-logs.ts', '../logs/levels.js'],
  ['commands/status.ts', '../src/status/read-status.js'],
  ['src/slack/views/card.ts', '../../core/message.js'],
  ['src/hooks/deployments.ts', '../operations/operations.js'],
] as const

describe('the house', () => {
  let folder: string
  const project = resolve(import.meta.dirname, '../..')

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ohmy-house-'))
    copyFileSync(join(project, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function lint(file: string, imported: string): string {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `import { something } from '${imported}'\nexport const used = something\n`)
    try {
      return execFileSync(join(project, 'node_modules/.bin/oxlint'), [file], {
        cwd: folder,
        encoding: 'utf8',
      })
    } catch (error) {
      return (error as { stdout: string }).stdout
    } finally {
      rmSync(path)
    }
  }

  it.each(forbidden)('%s may not import %s', (file, imported) => {
    expect(lint(file, imported)).toContain('no-restricted-imports')
  })

  it.each(allowed)('%s may import %s', (file, imported) => {
    expect(lint(file, imported)).not.toContain('no-restricted-imports')
  })
})
