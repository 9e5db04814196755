/** What survives JSON.stringify and back: the `--json` output, Redis records, button values. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
