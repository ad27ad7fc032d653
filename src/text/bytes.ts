/**
 * The UTF-16 offset of a UTF-8 byte offset, the unit that SQLite counts in (`sqlite3_error_offset`).
 * A byte in the middle of a character maps to that character's start; one past the end to the text's length.
 * A lone surrogate counts three bytes: that is how it is encoded (as U+FFFD) when the text is handed to SQLite.
 */
export function utf16OffsetOfByte(text: string, byteOffset: number): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes + size > byteOffset) return i;
    bytes += size;
    if (size === 4) i++;
  }
  return text.length;
}
