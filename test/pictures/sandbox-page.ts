import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'

const port = 8_137
export const sandboxUrl = `http://127.0.0.1:${port}`

/** A sandbox of its own and a browser on its page, for as long as it takes to take pictures. */
export async function onSandboxPage(
  viewport: { readonly width: number; readonly height: number },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const sandbox = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    await up()
    await work(await browser.newPage({ viewport }))
  } finally {
    await browser.close()
    sandbox.kill('SIGTERM')
  }
}

async function up(): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await fetch(`${sandboxUrl}/sandbox/game-day`).catch(() => undefined)
    if (answer?.ok === true) return
    await wait(500)
  }
  throw new Error('The sandbox did not come up.')
}
