import { type ReactNode, useRef, useState } from 'react'

interface CopyButtonProps {
  /** What it says before it is pressed. */
  readonly children: string
  readonly text: () => string
}

/** Puts a text into the clipboard, and says so until one goes on. */
export function CopyButton({ children, text }: CopyButtonProps): ReactNode {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text())
    setCopied(true)
  }
  return (
    <button
      type="button"
      className="button"
      onClick={() => void copy().catch(() => undefined)}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
    >
      {copied ? 'Copied' : children}
    </button>
  )
}

/** Code as it was written, with a way to take it along. */
export function CodeBlock({ children }: { readonly children: ReactNode }): ReactNode {
  const code = useRef<HTMLPreElement>(null)
  return (
    <div className="code-block">
      <pre ref={code}>{children}</pre>
      <CopyButton text={() => code.current?.textContent ?? ''}>Copy</CopyButton>
    </div>
  )
}
