import { existsSync } from 'node:fs'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { buildPage, type PageFiles } from '../../../sandbox/page/serve.js'
import type { Language } from '../../../sandbox/page/suggest/language.js'
import { type FakeWorkspace, startFakeWorkspace } from './fake-workspace.js'

/** One test's visit to a fresh workspace. */
export interface Visit {
  readonly page: Page
  readonly workspace: FakeWorkspace
  readonly open: (person: string, channel: string) => Promise<void>
  /** A message in the channel itself, not in a thread. */
  readonly messageWith: (text: string) => Locator
  /** The bodies that were posted to `/page/api/<path>`. */
  readonly receivedBy: (path: string) => readonly unknown[]
  /** Errors in the browser's console that the test brings about on purpose. */
  readonly expectProblems: (pattern: RegExp) => void
}

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const deliveryTakes = 250

/** What the composer suggests, as the bot's own help has it. */
const language: Language = {
  verbs: [
    {
      name: 'scale',
      summary: 'Change how many tasks a service runs',
      usage: '/ohmy scale <service> <count> <environment> [--reason <text>]',
      examples: ['scale backend 4 staging', 'scale frontend 2 production'],
      takes: [
        { option: '--service', summary: 'which', kind: 'service', named: false, choices: [] },
        { option: '--count', summary: 'how many', kind: 'count', named: false, choices: [] },
        { option: '--environment', summary: 'where', kind: 'environment', named: false, choices: [] },
        { option: '--reason', summary: 'why', kind: 'text', named: true, choices: [] },
      ],
    },
    {
      name: 'schedule',
      summary: 'Messages that come by themselves',
      usage: '/ohmy schedule [word]',
      examples: ['schedule list'],
      takes: [],
    },
    {
      name: 'cancel',
      summary: 'Cancel an operation',
      usage: '/ohmy cancel <operation>',
      examples: [],
      takes: [
        {
          option: '--operation',
          summary: 'which',
          kind: 'id',
          named: false,
          choices: [],
          idPrefix: 'op',
        },
      ],
    },
  ],
  runbooks: [],
  tags: [],
  environments: [
    { name: 'staging', aliases: ['stage'], services: ['backend', 'worker'] },
    { name: 'production', aliases: ['prod'], services: ['backend', 'frontend'] },
  ],
}

/** Tests in a real browser; skipped, saying so, where there is none. An error in the browser's console fails the test. */
export function describeInBrowser(title: string, define: (visit: () => Visit) => void): void {
  const executablePath = candidates.find((path) => path !== undefined && existsSync(path))
  if (!executablePath) {
    console.warn(`Skipped: ${title}. No chromium was found; install it or set CHROMIUM_PATH.`)
  }
  describe.skipIf(!executablePath)(title, () => {
    let browser: Browser
    let files: PageFiles
    let current: Visit
    let problems: string[]
    let expected: RegExp | undefined

    beforeAll(async () => {
      files = await buildPage(language)
      browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: ['--headless', ...quiet],
      })
    })
    afterAll(() => browser.close())

    beforeEach(async () => {
      problems = []
      expected = undefined
      const workspace = await startFakeWorkspace({ files, now: Date.now() - 60_000, deliveryTakes })
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      page.setDefaultTimeout(5_000)
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      current = {
        page,
        workspace,
        open: async (person, channel) => {
          await page.goto(`${workspace.url}/?person=${person}&channel=${channel}`)
          await page.getByRole('heading', { level: 2, name: channel }).waitFor()
        },
        messageWith: (text) => page.locator('.conversation .message', { hasText: text }),
        receivedBy: (path) =>
          workspace.received.filter((each) => each.path === path).map((each) => each.body),
        expectProblems: (pattern) => {
          expected = pattern
        },
      }
    })
    afterEach(async () => {
      await current.page.close()
      await current.workspace.close()
      expect(problems.filter((problem) => !expected?.test(problem))).toEqual([])
    })

    define(() => current)
  })
}
