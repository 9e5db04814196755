interface Filled {
  readonly value?: string | null
  readonly selected_option?: { readonly value?: string } | null
  readonly selected_options?: readonly { readonly value?: string }[] | null
}

/** What stands in a view's inputs, by block id; several have commas between. */
export function valuesOf(view: {
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Filled>>>> }
}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([block, elements]) => {
      const [element = {}] = Object.values(elements)
      const several = element.selected_options?.flatMap(({ value }) => value ?? []).join(',')
      return [block, element.value ?? element.selected_option?.value ?? several ?? '']
    }),
  )
}
