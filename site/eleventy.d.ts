/** What of Eleventy 3 the site uses; it brings no types. https://www.11ty.dev/docs/programmatic/ */
declare module '@11ty/eleventy' {
  export interface EleventyConfig {
    setQuietMode(quiet: boolean): void
    setTemplateFormats(formats: readonly string[]): void
    setUseGitIgnore(use: boolean): void
    addTemplate(path: string, content: string, data: Readonly<Record<string, unknown>>): void
    addPassthroughCopy(paths: Readonly<Record<string, string>>): void
    amendLibrary(name: 'md', change: (library: Markdown) => void): void
  }

  export interface Markdown {
    set(options: Readonly<Record<string, unknown>>): void
    readonly core: { readonly ruler: { push(name: string, rule: (state: MarkdownState) => void): void } }
  }

  export interface MarkdownState {
    readonly tokens: readonly MarkdownToken[]
    readonly env: { readonly source?: string }
  }

  export interface MarkdownToken {
    readonly type: string
    readonly content: string
    readonly children: readonly MarkdownToken[] | null
    attrGet(name: string): string | null
    attrSet(name: string, value: string): void
  }

  export class Eleventy {
    constructor(
      input: string,
      output: string,
      options: Readonly<{
        quietMode: boolean
        configPath: null
        config: (config: EleventyConfig) => unknown
      }>,
    )
    init(): Promise<void>
    write(): Promise<unknown>
  }
}
