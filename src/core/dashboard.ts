/** What a sentence about a dashboard is made of: our own words, and names from elsewhere, which are shown as they are. */
export type Wording = readonly (string | { readonly name: string })[]

/** The sentence without marks. */
export function plainWording(wording: Wording): string {
  return wording.map((part) => (typeof part === 'string' ? part : part.name)).join('')
}

/** A dashboard as it was drawn. Titles and texts come from the dashboard: untrusted. */
export interface DashboardDrawing {
  readonly environment: string
  readonly name: string
  /** What the pictures show, ms since the epoch. */
  readonly from: number
  readonly until: number
  /** Titles of the widgets that were drawn, in the order of the dashboard. */
  readonly drawn: readonly string[]
  /** The text widgets, without their markdown. */
  readonly texts: readonly string[]
  readonly notDrawn: readonly { readonly title: string; readonly why: Wording }[]
  /** Widgets beyond what is drawn at once. */
  readonly leftOut: number
}

/** Dashboards to choose from. */
export interface DashboardChoice {
  readonly environment: string
  readonly names: readonly string[]
  /** The environment's own by convention, where it is not among them. */
  readonly missing?: string
}

/** Something on a dashboard that shows nothing. */
export interface DashboardFinding {
  /** The widget's title, from the dashboard: untrusted. */
  readonly widget: string
  readonly what: Wording
  /** What to do about it; empty: nobody knows. */
  readonly fix: Wording
}

export interface DashboardCheck {
  readonly environment: string
  readonly name: string
  /** Metric widgets that were looked at. */
  readonly widgets: number
  /** Metrics in them. */
  readonly metrics: number
  readonly findings: readonly DashboardFinding[]
  /** What was not looked at and what is worth knowing, a line each. */
  readonly notes: readonly Wording[]
  /** The template that would put it right, where there is one. */
  readonly template?: string
}
