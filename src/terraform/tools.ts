import { execFile } from 'node:child_process'

/** A program that this process can run, with its version. */
export interface FoundTool {
  readonly name: 'terraform' | 'tofu' | 'git'
  readonly version: string
}

/** ms. A program that only tells its version and takes longer hangs. */
const patience = 5_000

/**
 * Which of them are on the PATH of this process. One that cannot be run, hangs or tells no version is left out. They are told nothing of this process's
 * environment but where programs are.
 */
export async function findTools(): Promise<readonly FoundTool[]> {
  const [terraform, tofu, git] = await Promise.all([
    versionOf('terraform', ['version', '-json'], /"terraform_version":\s*"([^"]+)"/),
    versionOf('tofu', ['version', '-json'], /"terraform_version":\s*"([^"]+)"/),
    versionOf('git', ['--version'], /git version (\S+)/),
  ])
  return [terraform, tofu, git].flatMap((found) => found ?? [])
}

/** Terraform where there are both: it is what a backend block is written for first. */
export function terraformAmong(tools: readonly FoundTool[]): FoundTool | undefined {
  return tools.find(({ name }) => name === 'terraform') ?? tools.find(({ name }) => name === 'tofu')
}

function versionOf(
  name: FoundTool['name'],
  args: readonly string[],
  shape: RegExp,
): Promise<FoundTool | undefined> {
  return new Promise((resolve) => {
    const options = {
      timeout: patience,
      maxBuffer: 64 * 1024,
      // Without this Terraform asks its maker whether there is a newer one.
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', CHECKPOINT_DISABLE: '1' },
    }
    execFile(name, [...args], options, (error, stdout) => {
      const version = error === null ? shape.exec(stdout)?.[1] : undefined
      resolve(version === undefined ? undefined : { name, version })
    })
  })
}
