/** @module Work that goes on ahead of whoever takes its results. */

/** Answers in the order of `items`, while up to `ahead` of them are worked on. */
export async function* inOrder<Item, Answer>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Answer>,
  ahead: number,
): AsyncGenerator<Answer> {
  const running: Promise<Answer>[] = []
  for await (const item of items) {
    const answer = work(item)
    // One that fails is told when its turn comes.
    answer.catch(() => {})
    running.push(answer)
    if (running.length > ahead) yield (await running.shift()) as Answer
  }
  for (const answer of running) yield await answer
}
