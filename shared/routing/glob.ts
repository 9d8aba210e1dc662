/** `*` is any run of characters, `?` any one; case counts. Linear in practice and never exponential: one point of return. */
export function matchesGlob(glob: string, text: string): boolean {
  let [g, t] = [0, 0];
  let [star, resume] = [-1, 0];
  while (t < text.length) {
    if (glob[g] === '*') [star, resume] = [g++, t];
    else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) [g, t] = [g + 1, t + 1];
    else if (star >= 0) [g, t] = [star + 1, ++resume];
    else return false;
  }
  return [...glob.slice(g)].every((rest) => rest === '*');
}
