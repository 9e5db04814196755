/** White space, no-break spaces, and what takes no room: zero-width characters, soft hyphen, direction marks, controls. */
const blank =
  // oxlint-disable-next-line no-control-regex
  /[\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]/

/** Hyphen-minus, hyphens, figure dash, en dash, em dash, horizontal bar, minus: what phones make of `-` and `--`. */
const dash = /[-\u2010-\u2015\u2212\uff0d]/

/** Em dash and horizontal bar are what two typed hyphens become. */
const longDash = /[\u2014\u2015]/

export function isBlank(character: string): boolean {
  return blank.test(character)
}

export function isDash(character: string): boolean {
  return dash.test(character)
}

export function isLongDash(character: string): boolean {
  return longDash.test(character)
}
