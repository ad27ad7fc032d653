/** A function of texts that keeps its last answer: the readers of one file ask for the same one after another. */
export function rememberLast<V>(compute: (text: string) => V): (text: string) => V {
  let last: { readonly text: string; readonly value: V } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: compute(text) };
    return last.value;
  };
}
