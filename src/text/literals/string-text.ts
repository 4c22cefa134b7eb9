/**
 * String literals. Upstream's strings are bytes; here they are JavaScript strings of what those bytes say in UTF-8, and a byte that is not
 * UTF-8 is the lone surrogate U+DC00 + byte (as Python's "surrogateescape"), so that every literal survives a round trip.
 */

const ESCAPE = /\\(["\\nt]|[0-9a-fA-F]{2})/g;
const HIGH_ESCAPE = /\\[89a-fA-F][0-9a-fA-F]/;
const LONE = 0xdc00;

/** The value of a string token, quotes included in the range. */
export function readString(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes("\\")) return inner;
  return HIGH_ESCAPE.test(inner)
    ? decodeUtf8(bytesOf(inner))
    : inner.replace(ESCAPE, (_, code: string) => String.fromCharCode(escapedByte(code)));
}

function escapedByte(code: string): number {
  if (code === "n") return 0x0a;
  if (code === "t") return 0x09;
  return code.length === 2 ? Number.parseInt(code, 16) : code.charCodeAt(0);
}

const encoder = new TextEncoder();

function bytesOf(inner: string): number[] {
  const bytes: number[] = [];
  let from = 0;
  for (const match of inner.matchAll(ESCAPE)) {
    bytes.push(...encoder.encode(inner.slice(from, match.index)), escapedByte(match[1] ?? ""));
    from = match.index + match[0].length;
  }
  bytes.push(...encoder.encode(inner.slice(from)));
  return bytes;
}

function decodeUtf8(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) text += String.fromCharCode(LONE + (bytes[at++] ?? 0));
    else {
      text += decoder.decode(Uint8Array.from(bytes.slice(at, at + length)));
      at += length;
    }
  }
  return text;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The length of the valid UTF-8 sequence at `at`, 0 where there is none. */
function sequenceLength(bytes: readonly number[], at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  for (let next = 1; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  // Overlong forms, surrogates, and what lies past U+10FFFF.
  const second = bytes[at + 1] ?? 0;
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0;
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : length;
}

/** A quoted string, escaped as upstream escapes it: everything but printable ASCII as its bytes in hexadecimal. */
export function quote(text: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return `"${text}"`;
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\\") out += "\\\\";
    else if (code >= 0x20 && code < 0x7f && code !== 0x22) out += character;
    else
      for (const byte of code >= LONE + 0x80 && code <= LONE + 0xff ? [code - LONE] : encoder.encode(character))
        out += `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return `${out}"`;
}
