/** A text where nothing reads its marks: buttons and commands do not stand out in it. */
export function unmarked(text: string): string {
  return text.replaceAll('**', '');
}
