/**
 * A tagged document as a screen reader meets it, read by pdf.js: every element with its role, language, alternative
 * text and words, in reading order, and what is passed over at the end of each page.
 *
 * @module
 */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

interface TreeNode {
  readonly role?: string
  readonly lang?: string
  readonly alt?: string
  readonly type?: string
  readonly id?: string
  readonly children?: readonly TreeNode[]
}

export async function readOutline(pdf: Uint8Array): Promise<string> {
  const task = getDocument({ data: Uint8Array.from(pdf), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const { info } = await document.getMetadata()
  const lines = [`«${String((info as { Title?: string }).Title)}», ${document.numPages} pages`]
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { byId, artifacts } = textOfContent(await page.getTextContent({ includeMarkedContent: true }))
    lines.push('', `page ${number}`)
    const walk = (node: TreeNode, depth: number): void => {
      const contents = (node.children ?? []).filter(({ type }) => type === 'content')
      const said = contents.map(({ id }) => byId.get(id ?? '') ?? '').join(' | ')
      const words = [
        node.role,
        node.lang && `[${node.lang}]`,
        node.alt && `(${node.alt})`,
        contents.length > 0 && `${said}`,
      ]
      lines.push('  '.repeat(depth) + words.filter(Boolean).join(' '))
      for (const child of node.children ?? []) if (child.type !== 'content') walk(child, depth + 1)
    }
    // The root of a page's part of the tree is no element.
    const root = (await page.getStructTree()) as TreeNode | null
    for (const child of root?.children ?? []) walk(child, 1)
    lines.push(...artifacts.map((text) => `  passed over: ${text}`))
  }
  await task.destroy()
  return `${lines.join('\n')}\n`
}

type Content = Awaited<
  ReturnType<
    Awaited<ReturnType<Awaited<ReturnType<typeof getDocument>['promise']>['getPage']>>['getTextContent']
  >
>

function textOfContent({ items }: Content): { byId: Map<string, string>; artifacts: string[] } {
  const byId = new Map<string, string>()
  const artifacts: string[] = []
  let id: string | undefined
  let text = ''
  for (const item of items) {
    if ('str' in item) {
      text += item.str + (item.hasEOL ? ' ' : '')
      continue
    }
    if (item.type === 'endMarkedContent') {
      const said = text.replace(/\s+/g, ' ').trim()
      if (id !== undefined) byId.set(id, said)
      else if (said !== '') artifacts.push(said)
    }
    id = item.type === 'beginMarkedContentProps' ? item.id : undefined
    text = ''
  }
  return { byId, artifacts }
}
