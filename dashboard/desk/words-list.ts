/** Words with commas between them; the same one twice is one. */
export function toWordList(said: string): string[] {
  const list = said.split(",").map((word) => word.trim());
  return [...new Set(list.filter((word) => word !== ""))];
}
