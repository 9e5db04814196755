import { z } from 'zod'
import type { ReadingOutcome } from './reading.js'

/** One thing that is wrong, or may be. Its words come from files and from the tool: untrusted. */
export const TerraformDiagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  detail: z.string().exactOptional(),
  /** From the top of the tree. */
  file: z.string().exactOptional(),
  /** From 1. */
  line: z.number().exactOptional(),
})
export type TerraformDiagnostic = z.infer<typeof TerraformDiagnostic>

/** Where the state of a root module is kept, in words for people. */
export const TerraformState = z.object({
  /** `s3, ohmycoins-terraform-state/staging/terraform.tfstate` */
  where: z.string(),
  lockedBy: z.string().exactOptional(),
  requiredVersion: z.string().exactOptional(),
})

/** What was found in one directory of a tree. */
export const TerraformDirectory = z.object({
  /** `modules/vpc`; `.` for the top. */
  directory: z.string(),
  /**
   * `skip`: the tool could not be asked, so only the static check has looked; it found nothing. `invalid` with `skipped`: it found something.
   */
  result: z.enum(['waiting', 'running', 'valid', 'invalid', 'skip']),
  /** Why the tool could not be asked. */
  skipped: z.string().exactOptional(),
  diagnostics: z.array(TerraformDiagnostic),
  /** Diagnostics that are left out. */
  more: z.number(),
  /** What the tool took for it (ms). */
  took: z.number().exactOptional(),
  /** Of a root module that names a backend. */
  state: TerraformState.exactOptional(),
})
export type TerraformDirectory = z.infer<typeof TerraformDirectory>

/** What `terraform validate` found, as far as it is. */
export const TerraformValidation = z.object({
  /** `Terraform 1.11.4`; absent: there is none where ohmy runs. */
  tool: z.string().exactOptional(),
  /** What was asked about: `all`, `vpc`, `staging`. */
  target: z.string(),
  /** Files whose format is not the tool's; `undecided`: nobody could look. */
  format: z.object({ files: z.array(z.string()), undecided: z.string().exactOptional() }).exactOptional(),
  directories: z.array(TerraformDirectory),
})
export type TerraformValidation = z.infer<typeof TerraformValidation>

/** Whether something stands against it. */
export function isRefused({ format, directories }: TerraformValidation): boolean {
  return (format?.files.length ?? 0) > 0 || directories.some(({ result }) => result === 'invalid')
}

/** What people see of a validation. */
export interface ValidationShown {
  readonly id: string
  readonly validation: TerraformValidation
  readonly status: 'running' | ReadingOutcome
  readonly startedAt: number
  readonly endedAt?: number
  readonly askedBy: string
  readonly stoppedBy?: string
  /** Why it could not be done at all. */
  readonly failure?: string
  /** Address of the tree in the repository. */
  readonly repository?: string
}
