import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onSandboxPage, sandboxUrl } from './sandbox-page.js'

/** The README's pictures of answers: `npx tsx test/pictures/answers.ts docs/images`. */
const [images = ''] = process.argv.slice(2)
if (images === '') throw new Error('Say where the pictures go: npx tsx test/pictures/answers.ts docs/images')

const answers = [
  ['status', '/ohmy status staging', 'staging is healthy'],
  ['metrics', '/ohmy metrics production', 'figures meet their target'],
] as const

await onSandboxPage({ width: 1060, height: 2_000 }, async (page) => {
  page.setDefaultTimeout(60_000)
  await page.goto(`${sandboxUrl}/?person=U0VIEWERS&channel=devops`)
  for (const [name, line, words] of answers) {
    await page.getByRole('textbox').last().fill(line)
    await page.keyboard.press('Enter')
    const answer = page.locator('.conversation .message', { hasText: words }).last()
    await answer.waitFor()
    await wait(1_000)
    await answer.screenshot({ path: join(images, `${name}.png`) })
  }
})
