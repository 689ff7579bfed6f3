/** Kept as they are; `=` is not among them, since it begins a code. */
const plain = /^[A-Za-z0-9:@._|-]$/;

/**
 * A document's id as Cosmos DB takes it: without `/`, `\`, `?`, `#` and what else has a meaning in an address. Each
 * character is coded by itself, so that what begins with a prefix still begins with the coded prefix.
 */
export function safeId(id: string): string {
  return Array.from(id, (character) => (plain.test(character) ? character : coded(character))).join('');
}

function coded(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** The id that `safeId` coded. */
export function plainId(safe: string): string {
  const bytes = safe.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
