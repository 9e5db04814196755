import { z } from 'zod'
import { isPassable } from './passable.js'
import * as shapes from './shapes.js'

/** What is known of an environment's own files. */
export const RawKeptByTerraform = z.strictObject({
  folder: shapes.Path.optional().describe(
    'Folder with the environment’s Terraform files, from where ohmy is started. `.tf` and `.tofu` files in it and below it are read as text; nothing is run.',
  ),
  backendConfig: z
    .array(shapes.Path)
    .max(5)
    .default([])
    .describe(
      'Files that `init` is given by `-backend-config`, from where ohmy is started, where the `backend` block leaves something out. Empty: all stands in the code.',
    ),
  workspace: z
    .string()
    .regex(/^[\w.-]{1,90}$/, 'Allowed: the name of a workspace: letters, digits, ., - and _.')
    .default('default')
    .describe('Workspace in which the environment’s state is.'),
  variables: z
    .array(z.string().regex(/^[A-Za-z_][\w-]*$/, 'Allowed: the name of a variable of Terraform.'))
    .max(200)
    .default([])
    .describe(
      'Names of variables without a default that whoever applies sets elsewhere: `TF_VAR_…`, a secret of the pipeline. Names only: a [preflight](preflight.md) asks that each is set somewhere.',
    ),
  plan: z
    .boolean()
    .default(false)
    .describe(
      'Whether [`terraform plan`](terraform.md#a-plan) may be asked for. It reads the state and runs the code with `passes`; nothing is applied.',
    ),
  passes: z
    .array(
      z.string().refine(isPassable, {
        message: 'Allowed: names of variables that begin with AWS_ or TF_VAR_.',
      }),
    )
    .max(50)
    .default([])
    .describe(
      'Names of variables of ohmy’s own process that a plan is given: `AWS_…` and `TF_VAR_…` alone. Names only. Empty: none, so no credentials.',
    ),
  ignores: z
    .array(z.enum(['desired_count', 'task_definition', 'min_capacity', 'max_capacity']))
    .max(4)
    .optional()
    .describe(
      'What `ignore_changes` names: of the services `desired_count`, `task_definition`; of their scaling targets `min_capacity`, `max_capacity`. All four, where Terraform does not manage them. Weighs more than the files.',
    ),
})

/** The tree that all of them are in. */
export const RawTerraform = z.strictObject({
  folder: shapes.Path.describe(
    'Folder of the whole tree, modules and environments, from where ohmy is started: mounted or checked out. It is only read.',
  ),
  repository: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s?#<>|]+$/, 'Allowed: the address of the folder in the repository: `https://…`.')
    .optional()
    .describe(
      'Address of that folder in the repository, `https://github.com/you/infrastructure/blob/main`: lines that are named are linked to it.',
    ),
  tool: z
    .enum(['terraform', 'tofu'])
    .optional()
    .describe('`terraform` or `tofu`. Left out: terraform, where it is on the PATH, else tofu.'),
  timeout: shapes.TerraformTime.default('2m').describe(
    'How long one run of the tool may take: `1s` to `1h`.',
  ),
  memoryMegabytes: z
    .int()
    .min(256)
    .max(65_536)
    .default(2_048)
    .describe(
      'How much memory one run of the tool may take, with its providers: 256 to 65536. Enforced on Linux.',
    ),
  pluginCache: shapes.Path.optional().describe(
    'Folder in which providers are kept between runs. Left out: one of ohmy’s own, in the folder for temporary files.',
  ),
})
