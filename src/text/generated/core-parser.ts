/**
 * The parser of MLIR's core grammar. Printed by compile-grammar.ts from mlir.ohm (`npm run grammar`): change those, never this file.
 */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
import type { AttributeActions, CoreActions, OperationActions } from "../grammar/core-actions.ts";
import { scanSymbolBody } from "../grammar/tokens.ts";

type Value<K extends keyof CoreActions> = CoreActions[K] extends (...args: never[]) => infer R ? Exclude<R, undefined> : never;

const EMPTY: readonly never[] = Object.freeze([]);

function classOf(characters: string): Uint8Array {
  const flags = new Uint8Array(128);
  for (let at = 0; at < characters.length; at++) flags[characters.charCodeAt(at)] = 1;
  return flags;
}

const class0 = classOf("!\"#%ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz{");
const class1 = classOf("$-.ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class2 = classOf("$-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class3 = classOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const class4 = classOf("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\u000b\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");
const class5 = classOf("0123456789ABCDEFabcdef");
const class6 = classOf("!(bcfimnstuv");
const class7 = classOf("$.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class8 = classOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class9 = classOf("!\"#(-0123456789@[abcdfilmnstuv{");
const class10 = classOf("\"ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class11 = classOf("\"(-0123456789[ft");
const class12 = classOf("\"-0123456789ft");
const class13 = classOf("\"(,-0123456789[ft");
const class14 = classOf("-0123456789?");
const class15 = classOf("(-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class16 = classOf("*cfm");
const class17 = classOf("\"#cfu");
const class18 = classOf("$-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class19 = classOf("\"%ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const class20 = classOf("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\u000b\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

export function scanAttributeName(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 35)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanSuffix(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanDigits(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanSuffixWord(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanDigits(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!((c >= 48 && c <= 57))) return -1;
  p++;
  c = t.charCodeAt(p);
  while ((c >= 48 && c <= 57)) c = t.charCodeAt(++p);
  return p;
}

export function scanDecimalDigit(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!((c >= 48 && c <= 57))) return -1;
  p++;
  return p;
}

export function scanSuffixWord(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class1[c] === 1)) return -1;
  p++;
  c = t.charCodeAt(p);
  while (class2[c] === 1) c = t.charCodeAt(++p);
  return p;
}

export function scanSuffixStart(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class1[c] === 1)) return -1;
  p++;
  return p;
}

export function scanAsciiLetter(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class3[c] === 1)) return -1;
  p++;
  return p;
}

export function scanSuffixPart(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class2[c] === 1)) return -1;
  p++;
  return p;
}

export function scanString(t: string, p: number): number {
  let c: number;
  if (!(t.charCodeAt(p) === 34)) return -1;
  p++;
  let save2 = p;
  loop1: for (;;) {
    save2 = p;
    const save4 = p;
    alt3: {
      no5: {
        const q6 = scanEscape(t, p);
        if (q6 < 0) break no5;
        p = q6;
        break alt3;
      }
      p = save4;
      c = t.charCodeAt(p);
      if (!((c >= 128 || class4[c] === 1))) break loop1;
      p++;
    }
  }
  p = save2;
  if (!(t.charCodeAt(p) === 34)) return -1;
  p++;
  return p;
}

export function scanEscape(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 92)) return -1;
  p++;
  const save2 = p;
  alt1: {
    no3: {
      if (!(t.charCodeAt(p) === 34)) break no3;
      p++;
      break alt1;
    }
    p = save2;
    no4: {
      if (!(t.charCodeAt(p) === 92)) break no4;
      p++;
      break alt1;
    }
    p = save2;
    no5: {
      if (!(t.charCodeAt(p) === 110)) break no5;
      p++;
      break alt1;
    }
    p = save2;
    no6: {
      if (!(t.charCodeAt(p) === 116)) break no6;
      p++;
      break alt1;
    }
    p = save2;
    const q7 = scanHexByte(t, p);
    if (q7 < 0) return -1;
    p = q7;
  }
  return p;
}

export function scanHexByte(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class5[c] === 1)) return -1;
  p++;
  c = t.charCodeAt(p);
  if (!(class5[c] === 1)) return -1;
  p++;
  return p;
}

export function scanHexDigit(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class5[c] === 1)) return -1;
  p++;
  return p;
}

export function scanDigit(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!((c >= 48 && c <= 57))) return -1;
  p++;
  return p;
}

export function scanIntegerType(t: string, p: number): number {
  let c: number;
  const save2 = p;
  alt1: {
    no3: {
      if (!(t.charCodeAt(p) === 105)) break no3;
      p++;
      break alt1;
    }
    p = save2;
    no4: {
      if (t.charCodeAt(p) !== 115 || t.charCodeAt(p + 1) !== 105) break no4;
      p += 2;
      break alt1;
    }
    p = save2;
    if (t.charCodeAt(p) !== 117 || t.charCodeAt(p + 1) !== 105) return -1;
    p += 2;
  }
  c = t.charCodeAt(p);
  if (!((c >= 48 && c <= 57))) return -1;
  p++;
  c = t.charCodeAt(p);
  while ((c >= 48 && c <= 57)) c = t.charCodeAt(++p);
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanIdentifierPart(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class7[c] === 1)) return -1;
  p++;
  return p;
}

export function scanSimpleType(t: string, p: number): number {
  let c: number;
  const q1 = scanSimpleTypeName(t, p);
  if (q1 < 0) return -1;
  p = q1;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanSimpleTypeName(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      if (!t.startsWith("index", p)) break no3;
      p += 5;
      break alt1;
    }
    p = save2;
    no4: {
      if (t.charCodeAt(p) !== 110 || t.charCodeAt(p + 1) !== 111 || t.charCodeAt(p + 2) !== 110 || t.charCodeAt(p + 3) !== 101) break no4;
      p += 4;
      break alt1;
    }
    p = save2;
    no5: {
      if (t.charCodeAt(p) !== 98 || t.charCodeAt(p + 1) !== 102 || t.charCodeAt(p + 2) !== 49 || t.charCodeAt(p + 3) !== 54) break no5;
      p += 4;
      break alt1;
    }
    p = save2;
    no6: {
      if (t.charCodeAt(p) !== 102 || t.charCodeAt(p + 1) !== 49 || t.charCodeAt(p + 2) !== 54) break no6;
      p += 3;
      break alt1;
    }
    p = save2;
    no7: {
      if (t.charCodeAt(p) !== 102 || t.charCodeAt(p + 1) !== 51 || t.charCodeAt(p + 2) !== 50) break no7;
      p += 3;
      break alt1;
    }
    p = save2;
    no8: {
      if (t.charCodeAt(p) !== 102 || t.charCodeAt(p + 1) !== 54 || t.charCodeAt(p + 2) !== 52) break no8;
      p += 3;
      break alt1;
    }
    p = save2;
    no9: {
      if (t.charCodeAt(p) !== 102 || t.charCodeAt(p + 1) !== 56 || t.charCodeAt(p + 2) !== 48) break no9;
      p += 3;
      break alt1;
    }
    p = save2;
    no10: {
      if (t.charCodeAt(p) !== 102 || t.charCodeAt(p + 1) !== 49 || t.charCodeAt(p + 2) !== 50 || t.charCodeAt(p + 3) !== 56) break no10;
      p += 4;
      break alt1;
    }
    p = save2;
    no11: {
      if (t.charCodeAt(p) !== 116 || t.charCodeAt(p + 1) !== 102 || t.charCodeAt(p + 2) !== 51 || t.charCodeAt(p + 3) !== 50) break no11;
      p += 4;
      break alt1;
    }
    p = save2;
    no12: {
      if (!t.startsWith("f8E5M2FNUZ", p)) break no12;
      p += 10;
      break alt1;
    }
    p = save2;
    no13: {
      if (!t.startsWith("f8E5M2", p)) break no13;
      p += 6;
      break alt1;
    }
    p = save2;
    no14: {
      if (!t.startsWith("f8E4M3FNUZ", p)) break no14;
      p += 10;
      break alt1;
    }
    p = save2;
    no15: {
      if (!t.startsWith("f8E4M3FN", p)) break no15;
      p += 8;
      break alt1;
    }
    p = save2;
    no16: {
      if (!t.startsWith("f8E4M3B11FNUZ", p)) break no16;
      p += 13;
      break alt1;
    }
    p = save2;
    no17: {
      if (!t.startsWith("f8E4M3", p)) break no17;
      p += 6;
      break alt1;
    }
    p = save2;
    no18: {
      if (!t.startsWith("f8E3M4", p)) break no18;
      p += 6;
      break alt1;
    }
    p = save2;
    no19: {
      if (!t.startsWith("f8E8M0FNU", p)) break no19;
      p += 9;
      break alt1;
    }
    p = save2;
    no20: {
      if (!t.startsWith("f6E2M3FN", p)) break no20;
      p += 8;
      break alt1;
    }
    p = save2;
    no21: {
      if (!t.startsWith("f6E3M2FN", p)) break no21;
      p += 8;
      break alt1;
    }
    p = save2;
    if (!t.startsWith("f4E2M1FN", p)) return -1;
    p += 8;
  }
  return p;
}

export function scanDimensionSize(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      if (!(t.charCodeAt(p) === 63)) break no3;
      p++;
      break alt1;
    }
    p = save2;
    const q4 = scanDigits(t, p);
    if (q4 < 0) return -1;
    p = q4;
  }
  return p;
}

export function scanVectorSize(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanScalableSize(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanDigits(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanScalableSize(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 91)) return -1;
  p++;
  const q1 = scanDigits(t, p);
  if (q1 < 0) return -1;
  p = q1;
  if (!(t.charCodeAt(p) === 93)) return -1;
  p++;
  return p;
}

export function scanDialectType(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 33)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  try2: {
    const save3 = p;
    no4: {
      const q5 = scanSymbolBody(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break try2;
    }
    p = save3;
  }
  return p;
}

export function scanNumber(t: string, p: number): number {
  try1: {
    const save2 = p;
    no3: {
      if (!(t.charCodeAt(p) === 45)) break no3;
      p++;
      break try1;
    }
    p = save2;
  }
  const save5 = p;
  alt4: {
    no6: {
      const q7 = scanHexadecimal(t, p);
      if (q7 < 0) break no6;
      p = q7;
      break alt4;
    }
    p = save5;
    const q8 = scanDecimal(t, p);
    if (q8 < 0) return -1;
    p = q8;
  }
  return p;
}

export function scanHexadecimal(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 48 || t.charCodeAt(p + 1) !== 120) return -1;
  p += 2;
  c = t.charCodeAt(p);
  if (!(class5[c] === 1)) return -1;
  p++;
  c = t.charCodeAt(p);
  while (class5[c] === 1) c = t.charCodeAt(++p);
  return p;
}

export function scanDecimal(t: string, p: number): number {
  const q1 = scanDigits(t, p);
  if (q1 < 0) return -1;
  p = q1;
  try2: {
    const save3 = p;
    no4: {
      const q5 = scanFraction(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break try2;
    }
    p = save3;
  }
  return p;
}

export function scanFraction(t: string, p: number): number {
  let c: number;
  if (!(t.charCodeAt(p) === 46)) return -1;
  p++;
  c = t.charCodeAt(p);
  while ((c >= 48 && c <= 57)) c = t.charCodeAt(++p);
  try1: {
    const save2 = p;
    no3: {
      const q4 = scanExponent(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break try1;
    }
    p = save2;
  }
  return p;
}

export function scanExponent(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(c === 69 || c === 101)) return -1;
  p++;
  try1: {
    const save2 = p;
    no3: {
      c = t.charCodeAt(p);
      if (!(c === 43 || c === 45)) break no3;
      p++;
      break try1;
    }
    p = save2;
  }
  c = t.charCodeAt(p);
  if (!((c >= 48 && c <= 57))) return -1;
  p++;
  c = t.charCodeAt(p);
  while ((c >= 48 && c <= 57)) c = t.charCodeAt(++p);
  return p;
}

export function scanSymbolName(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 64)) return -1;
  p++;
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanBareIdentifier(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanString(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanBareIdentifier(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class8[c] === 1)) return -1;
  p++;
  c = t.charCodeAt(p);
  while (class7[c] === 1) c = t.charCodeAt(++p);
  return p;
}

export function scanAttributeKey(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanBareIdentifier(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanString(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanBoolean(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanKeyword__true(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanKeyword__false(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanKeyword__true(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 116 || t.charCodeAt(p + 1) !== 114 || t.charCodeAt(p + 2) !== 117 || t.charCodeAt(p + 3) !== 101) return -1;
  p += 4;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanKeyword__false(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("false", p)) return -1;
  p += 5;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanUnitAttribute(t: string, p: number): number {
  const q1 = scanKeyword__unit(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanKeyword__unit(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 117 || t.charCodeAt(p + 1) !== 110 || t.charCodeAt(p + 2) !== 105 || t.charCodeAt(p + 3) !== 116) return -1;
  p += 4;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanDenseLiteral(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanNumber(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    no5: {
      const q6 = scanKeyword__true(t, p);
      if (q6 < 0) break no5;
      p = q6;
      break alt1;
    }
    p = save2;
    no7: {
      const q8 = scanKeyword__false(t, p);
      if (q8 < 0) break no7;
      p = q8;
      break alt1;
    }
    p = save2;
    const q9 = scanString(t, p);
    if (q9 < 0) return -1;
    p = q9;
  }
  return p;
}

export function scanResourceKey(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanBareIdentifier(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanString(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanStride(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      if (!(t.charCodeAt(p) === 63)) break no3;
      p++;
      break alt1;
    }
    p = save2;
    const q4 = scanInteger(t, p);
    if (q4 < 0) return -1;
    p = q4;
  }
  return p;
}

export function scanInteger(t: string, p: number): number {
  try1: {
    const save2 = p;
    no3: {
      if (!(t.charCodeAt(p) === 45)) break no3;
      p++;
      break try1;
    }
    p = save2;
  }
  const save5 = p;
  alt4: {
    no6: {
      const q7 = scanHexadecimal(t, p);
      if (q7 < 0) break no6;
      p = q7;
      break alt4;
    }
    p = save5;
    const q8 = scanDigits(t, p);
    if (q8 < 0) return -1;
    p = q8;
  }
  return p;
}

export function scanCount(t: string, p: number): number {
  const q1 = scanDigits(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanAffineName(t: string, p: number): number {
  const q1 = scanBareIdentifier(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanAffineConstant(t: string, p: number): number {
  const q1 = scanDigits(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanAffineIdentifier(t: string, p: number): number {
  const q1 = scanBareIdentifier(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanAffineOperator(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      if (!(t.charCodeAt(p) === 42)) break no3;
      p++;
      break alt1;
    }
    p = save2;
    no4: {
      const q5 = scanKeyword__floordiv(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break alt1;
    }
    p = save2;
    no6: {
      const q7 = scanKeyword__ceildiv(t, p);
      if (q7 < 0) break no6;
      p = q7;
      break alt1;
    }
    p = save2;
    const q8 = scanKeyword__mod(t, p);
    if (q8 < 0) return -1;
    p = q8;
  }
  return p;
}

export function scanKeyword__floordiv(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("floordiv", p)) return -1;
  p += 8;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanKeyword__ceildiv(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("ceildiv", p)) return -1;
  p += 7;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanKeyword__mod(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 109 || t.charCodeAt(p + 1) !== 111 || t.charCodeAt(p + 2) !== 100) return -1;
  p += 3;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanAffineSign(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(c === 43 || c === 45)) return -1;
  p++;
  return p;
}

export function scanAffineRelation(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      if (t.charCodeAt(p) !== 62 || t.charCodeAt(p + 1) !== 61) break no3;
      p += 2;
      break alt1;
    }
    p = save2;
    no4: {
      if (t.charCodeAt(p) !== 60 || t.charCodeAt(p + 1) !== 61) break no4;
      p += 2;
      break alt1;
    }
    p = save2;
    if (t.charCodeAt(p) !== 61 || t.charCodeAt(p + 1) !== 61) return -1;
    p += 2;
  }
  return p;
}

export function scanKeyword__loc(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 108 || t.charCodeAt(p + 1) !== 111 || t.charCodeAt(p + 2) !== 99) return -1;
  p += 3;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanKeyword__callsite(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("callsite", p)) return -1;
  p += 8;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanKeyword__fused(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("fused", p)) return -1;
  p += 5;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanUnknownLocation(t: string, p: number): number {
  const q1 = scanKeyword__unknown(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanKeyword__unknown(t: string, p: number): number {
  let c: number;
  if (!t.startsWith("unknown", p)) return -1;
  p += 7;
  c = t.charCodeAt(p);
  if (class7[c] === 1) return -1;
  return p;
}

export function scanLocationAlias(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 35)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  try2: {
    const save3 = p;
    no4: {
      const q5 = scanSymbolBody(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break try2;
    }
    p = save3;
  }
  return p;
}

export function scanDialectSymbol(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 35)) return -1;
  p++;
  const q1 = scanNamespace(t, p);
  if (q1 < 0) return -1;
  p = q1;
  const save3 = p;
  alt2: {
    no4: {
      const q5 = scanPrettySymbol(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break alt2;
    }
    p = save3;
    const q6 = scanSymbolBody(t, p);
    if (q6 < 0) return -1;
    p = q6;
  }
  return p;
}

export function scanNamespace(t: string, p: number): number {
  let c: number;
  c = t.charCodeAt(p);
  if (!(class8[c] === 1)) return -1;
  p++;
  c = t.charCodeAt(p);
  while (class18[c] === 1) c = t.charCodeAt(++p);
  return p;
}

export function scanPrettySymbol(t: string, p: number): number {
  let c: number;
  if (!(t.charCodeAt(p) === 46)) return -1;
  p++;
  c = t.charCodeAt(p);
  while (class2[c] === 1) c = t.charCodeAt(++p);
  try1: {
    const save2 = p;
    no3: {
      const q4 = scanSymbolBody(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break try1;
    }
    p = save2;
  }
  return p;
}

export function scanAttributeUse(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 35)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanTypeName(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 33)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanMetadataKey(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanBareIdentifier(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    const q5 = scanString(t, p);
    if (q5 < 0) return -1;
    p = q5;
  }
  return p;
}

export function scanMetadataValue(t: string, p: number): number {
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanString(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    no5: {
      const q6 = scanKeyword__true(t, p);
      if (q6 < 0) break no5;
      p = q6;
      break alt1;
    }
    p = save2;
    const q7 = scanKeyword__false(t, p);
    if (q7 < 0) return -1;
    p = q7;
  }
  return p;
}

export function scanValueName(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 37)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanOperationName(t: string, p: number): number {
  const q1 = scanString(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanValueUse(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 37)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  try2: {
    const save3 = p;
    no4: {
      if (!(t.charCodeAt(p) === 35)) break no4;
      p++;
      const q5 = scanDigits(t, p);
      if (q5 < 0) break no4;
      p = q5;
      break try2;
    }
    p = save3;
  }
  return p;
}

export function scanSuccessor(t: string, p: number): number {
  const q1 = scanBlockName(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanBlockName(t: string, p: number): number {
  if (!(t.charCodeAt(p) === 94)) return -1;
  p++;
  const q1 = scanSuffix(t, p);
  if (q1 < 0) return -1;
  p = q1;
  return p;
}

export function scanSpace(t: string, p: number): number {
  let c: number;
  const save2 = p;
  alt1: {
    no3: {
      const q4 = scanComment(t, p);
      if (q4 < 0) break no3;
      p = q4;
      break alt1;
    }
    p = save2;
    c = t.charCodeAt(p);
    if (!((c >= 0 && c <= 32))) return -1;
    p++;
  }
  return p;
}

export function scanComment(t: string, p: number): number {
  let c: number;
  if (t.charCodeAt(p) !== 47 || t.charCodeAt(p + 1) !== 47) return -1;
  p += 2;
  c = t.charCodeAt(p);
  while ((c >= 128 || class20[c] === 1)) c = t.charCodeAt(++p);
  return p;
}

/** The state of one parse, and a method for each syntactic rule. A method leaves `pos` where it stopped; its caller restores it. */
export class CoreParser {
  readonly text: string;
  readonly operations: OperationActions;
  readonly attributes: AttributeActions;
  /** The present position. Rules begin behind blanks. */
  pos = 0;
  /** The furthest position at which a token did not match, and what was expected there. */
  furthest = -1;
  expected: string[] = [];
  /** Levels of nesting of types and attributes that are open. */
  depth = 0;

  constructor(text: string, operations: OperationActions, attributes: AttributeActions) {
    this.text = text;
    this.operations = operations;
    this.attributes = attributes;
  }

  /** Moves over blanks and comments. */
  skip(): void {
    const c = this.text.charCodeAt(this.pos);
    if (!((c >= 0 && c <= 32) || c === 47)) return;
    for (let next = scanSpace(this.text, this.pos); next >= 0; next = scanSpace(this.text, this.pos)) this.pos = next;
  }

  /** Notes that a token did not match here. */
  fail(expected: string): void {
    if (this.pos < this.furthest) return;
    if (this.pos > this.furthest) {
      this.furthest = this.pos;
      this.expected = [];
    }
    if (expected !== "" && !this.expected.includes(expected)) this.expected.push(expected);
  }

  /** One level deeper; false, with a complaint, where that is one too many. */
  deeper(): boolean {
    if (this.depth >= this.attributes.maxDepth) return this.attributes.tooDeep();
    this.depth++;
    return true;
  }

  TopLevel(): boolean {
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(class0[this.text.charCodeAt(this.pos)] === 1)) break;
      if (!this.TopLevelItem()) break loop2;
      continue;
    }
    this.pos = save3;
    this.skip();
    if (this.pos < this.text.length) {
      this.fail("end of input");
      return false;
    }
    return true;
  }

  TopLevelItem(): boolean {
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      {
        if (!this.TypeAlias()) return false;
        break alt2;
      }
      case 34:
      case 37:
      case 65:
      case 66:
      case 67:
      case 68:
      case 69:
      case 70:
      case 71:
      case 72:
      case 73:
      case 74:
      case 75:
      case 76:
      case 77:
      case 78:
      case 79:
      case 80:
      case 81:
      case 82:
      case 83:
      case 84:
      case 85:
      case 86:
      case 87:
      case 88:
      case 89:
      case 90:
      case 95:
      case 97:
      case 98:
      case 99:
      case 100:
      case 101:
      case 102:
      case 103:
      case 104:
      case 105:
      case 106:
      case 107:
      case 108:
      case 109:
      case 110:
      case 111:
      case 112:
      case 113:
      case 114:
      case 115:
      case 116:
      case 117:
      case 118:
      case 119:
      case 120:
      case 121:
      case 122:
      {
        if (!this.Operation()) return false;
        break alt2;
      }
      case 35:
      {
        if (!this.AttributeAlias()) return false;
        break alt2;
      }
      case 123:
      {
        if (!this.FileMetadata()) return false;
        break alt2;
      }
      default: {
        this.fail("");
        return false;
      }
    }
    return true;
  }

  AttributeAlias(): boolean {
    const start = this.pos;
    const end1 = scanAttributeName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an attribute alias");
      return false;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.attributeName(start2, end1);
    if (v3 === undefined) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 61) {
      this.fail("'='");
      return false;
    }
    this.pos++;
    this.skip();
    const v4 = this.Attribute();
    if (v4 === undefined) return false;
    return this.operations.attributeAlias(start, this.pos, v3, v4);
  }

  Attribute(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (!this.deeper()) return undefined;
    const value = this.AttributeInside();
    this.depth--;
    return value;
  }

  AttributeInside(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    let v1: Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      case 40:
      case 98:
      case 99:
      case 105:
      case 109:
      case 110:
      case 118:
      {
        const v5 = this.TypeAttribute();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 34:
      {
        const v8 = this.StringAttribute();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      case 35:
      {
        const save9 = this.pos;
        no10: {
          const v11 = this.DialectAttribute();
          if (v11 === undefined) break no10;
          v1 = v11;
          break alt2;
        }
        this.pos = save9;
        const end13 = scanAttributeUse(this.text, this.pos);
        if (end13 < 0) {
          this.fail("an attribute");
          return undefined;
        }
        const start14 = this.pos;
        this.pos = end13;
        const v15 = this.attributes.attributeUse(start14, end13);
        if (v15 === undefined) return undefined;
        v1 = v15;
        break alt2;
      }
      case 45:
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
      {
        const v18 = this.NumberAttribute();
        if (v18 === undefined) return undefined;
        v1 = v18;
        break alt2;
      }
      case 64:
      {
        const v21 = this.SymbolReference();
        if (v21 === undefined) return undefined;
        v1 = v21;
        break alt2;
      }
      case 91:
      {
        const v24 = this.ArrayAttribute();
        if (v24 === undefined) return undefined;
        v1 = v24;
        break alt2;
      }
      case 97:
      {
        const save25 = this.pos;
        no26: {
          const v27 = this.DenseArrayAttribute();
          if (v27 === undefined) break no26;
          v1 = v27;
          break alt2;
        }
        this.pos = save25;
        no28: {
          const v29 = this.AffineMapAttribute();
          if (v29 === undefined) break no28;
          v1 = v29;
          break alt2;
        }
        this.pos = save25;
        const v31 = this.AffineSetAttribute();
        if (v31 === undefined) return undefined;
        v1 = v31;
        break alt2;
      }
      case 100:
      {
        const save32 = this.pos;
        no33: {
          const v34 = this.DenseAttribute();
          if (v34 === undefined) break no33;
          v1 = v34;
          break alt2;
        }
        this.pos = save32;
        no35: {
          const v36 = this.DenseResourceAttribute();
          if (v36 === undefined) break no35;
          v1 = v36;
          break alt2;
        }
        this.pos = save32;
        const v38 = this.DistinctAttribute();
        if (v38 === undefined) return undefined;
        v1 = v38;
        break alt2;
      }
      case 102:
      case 116:
      {
        const save39 = this.pos;
        no40: {
          const v41 = this.BooleanAttribute();
          if (v41 === undefined) break no40;
          v1 = v41;
          break alt2;
        }
        this.pos = save39;
        const v43 = this.TypeAttribute();
        if (v43 === undefined) return undefined;
        v1 = v43;
        break alt2;
      }
      case 108:
      {
        const v46 = this.LocationAttribute();
        if (v46 === undefined) return undefined;
        v1 = v46;
        break alt2;
      }
      case 115:
      {
        const save47 = this.pos;
        no48: {
          const v49 = this.SparseAttribute();
          if (v49 === undefined) break no48;
          v1 = v49;
          break alt2;
        }
        this.pos = save47;
        no50: {
          const v51 = this.StridedLayout();
          if (v51 === undefined) break no50;
          v1 = v51;
          break alt2;
        }
        this.pos = save47;
        const v53 = this.TypeAttribute();
        if (v53 === undefined) return undefined;
        v1 = v53;
        break alt2;
      }
      case 117:
      {
        const save54 = this.pos;
        no55: {
          const end56 = scanUnitAttribute(this.text, this.pos);
          if (end56 < 0) {
            this.fail("unit");
            break no55;
          }
          const start57 = this.pos;
          this.pos = end56;
          const v58 = this.attributes.unitAttribute(start57, end56);
          if (v58 === undefined) break no55;
          v1 = v58;
          break alt2;
        }
        this.pos = save54;
        const v60 = this.TypeAttribute();
        if (v60 === undefined) return undefined;
        v1 = v60;
        break alt2;
      }
      case 123:
      {
        const v63 = this.AttributeDictionary();
        if (v63 === undefined) return undefined;
        v1 = v63;
        break alt2;
      }
      default: {
        this.fail("");
        return undefined;
      }
    }
    return v1;
  }

  StringAttribute(): Value<"stringAttribute"> | undefined {
    const end1 = scanString(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a string");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.string(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 58) {
      const save6 = this.pos;
      no7: {
        const v8 = this.TypeSuffix();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.attributes.stringAttribute(v3, v4);
  }

  TypeSuffix(): Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    return v1;
  }

  Type(): Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    const known = this.attributes.recallType(this.pos);
    if (known !== undefined) return known;
    const start = this.pos;
    if (!this.deeper()) return undefined;
    const value = this.TypeInside();
    this.depth--;
    if (value !== undefined) this.attributes.rememberType(start, value);
    return value;
  }

  TypeInside(): Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    let v1: Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      case 98:
      case 99:
      case 102:
      case 105:
      case 109:
      case 110:
      case 115:
      case 116:
      case 117:
      case 118:
      {
        const v5 = this.NonFunctionType();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 40:
      {
        const v8 = this.FunctionType();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("FunctionType or NonFunctionType");
        return undefined;
      }
    }
    return v1;
  }

  FunctionType(): Value<"functionType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.TypeList();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 45 || this.text.charCodeAt(this.pos + 1) !== 62) {
      this.fail("'->'");
      return undefined;
    }
    this.pos += 2;
    this.skip();
    const v2 = this.ResultTypes();
    if (v2 === undefined) return undefined;
    return this.attributes.functionType(v1, v2);
  }

  TypeList(): readonly (Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | undefined {
    let list1: readonly (Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] = EMPTY;
    const save3 = this.pos;
    empty2: if (class6[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.Type();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.Type();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    return list1;
  }

  ResultTypes(): readonly (Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | Value<"singleResultType"> | undefined {
    let v1: readonly (Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | Value<"singleResultType"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      case 98:
      case 99:
      case 102:
      case 105:
      case 109:
      case 110:
      case 115:
      case 116:
      case 117:
      case 118:
      {
        const v5 = this.SingleResultType();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 40:
      {
        const v8 = this.ResultTypeList();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("ResultTypeList or SingleResultType");
        return undefined;
      }
    }
    return v1;
  }

  ResultTypeList(): readonly (Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.TypeList();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  SingleResultType(): Value<"singleResultType"> | undefined {
    const v1 = this.NonFunctionType();
    if (v1 === undefined) return undefined;
    return this.attributes.singleResultType(v1);
  }

  NonFunctionType(): Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    let v1: Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      {
        const end5 = scanDialectType(this.text, this.pos);
        if (end5 < 0) {
          this.fail("a type");
          return undefined;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.attributes.dialectType(start6, end5);
        if (v7 === undefined) return undefined;
        v1 = v7;
        break alt2;
      }
      case 98:
      case 102:
      case 110:
      {
        const end10 = scanSimpleType(this.text, this.pos);
        if (end10 < 0) {
          this.fail("a type");
          return undefined;
        }
        const start11 = this.pos;
        this.pos = end10;
        const v12 = this.attributes.simpleType(start11, end10);
        if (v12 === undefined) return undefined;
        v1 = v12;
        break alt2;
      }
      case 99:
      {
        const v15 = this.ComplexType();
        if (v15 === undefined) return undefined;
        v1 = v15;
        break alt2;
      }
      case 105:
      {
        const save16 = this.pos;
        no17: {
          const end18 = scanIntegerType(this.text, this.pos);
          if (end18 < 0) {
            this.fail("an integer type");
            break no17;
          }
          const start19 = this.pos;
          this.pos = end18;
          const v20 = this.attributes.integerType(start19, end18);
          if (v20 === undefined) break no17;
          v1 = v20;
          break alt2;
        }
        this.pos = save16;
        const end22 = scanSimpleType(this.text, this.pos);
        if (end22 < 0) {
          this.fail("a type");
          return undefined;
        }
        const start23 = this.pos;
        this.pos = end22;
        const v24 = this.attributes.simpleType(start23, end22);
        if (v24 === undefined) return undefined;
        v1 = v24;
        break alt2;
      }
      case 109:
      {
        const v27 = this.MemRefType();
        if (v27 === undefined) return undefined;
        v1 = v27;
        break alt2;
      }
      case 115:
      case 117:
      {
        const end30 = scanIntegerType(this.text, this.pos);
        if (end30 < 0) {
          this.fail("an integer type");
          return undefined;
        }
        const start31 = this.pos;
        this.pos = end30;
        const v32 = this.attributes.integerType(start31, end30);
        if (v32 === undefined) return undefined;
        v1 = v32;
        break alt2;
      }
      case 116:
      {
        const save33 = this.pos;
        no34: {
          const end35 = scanSimpleType(this.text, this.pos);
          if (end35 < 0) {
            this.fail("a type");
            break no34;
          }
          const start36 = this.pos;
          this.pos = end35;
          const v37 = this.attributes.simpleType(start36, end35);
          if (v37 === undefined) break no34;
          v1 = v37;
          break alt2;
        }
        this.pos = save33;
        no38: {
          const v39 = this.TensorType();
          if (v39 === undefined) break no38;
          v1 = v39;
          break alt2;
        }
        this.pos = save33;
        const v41 = this.TupleType();
        if (v41 === undefined) return undefined;
        v1 = v41;
        break alt2;
      }
      case 118:
      {
        const v44 = this.VectorType();
        if (v44 === undefined) return undefined;
        v1 = v44;
        break alt2;
      }
      default: {
        this.fail("");
        return undefined;
      }
    }
    return v1;
  }

  TensorType(): Value<"unrankedTensor"> | Value<"rankedTensor"> | undefined {
    if (!this.text.startsWith("tensor", this.pos)) {
      this.fail("'tensor'");
      return undefined;
    }
    this.pos += 6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.TensorBody();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  TensorBody(): Value<"unrankedTensor"> | Value<"rankedTensor"> | undefined {
    let v1: Value<"unrankedTensor"> | Value<"rankedTensor"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      case 40:
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
      case 63:
      case 98:
      case 99:
      case 102:
      case 105:
      case 109:
      case 110:
      case 115:
      case 116:
      case 117:
      case 118:
      {
        const v5 = this.RankedTensor();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 42:
      {
        const v8 = this.UnrankedTensor();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("UnrankedTensor or RankedTensor");
        return undefined;
      }
    }
    return v1;
  }

  UnrankedTensor(): Value<"unrankedTensor"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 42) {
      this.fail("'*'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 120) {
      this.fail("'x'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    return this.attributes.unrankedTensor(v1);
  }

  RankedTensor(): Value<"rankedTensor"> | undefined {
    const start = this.pos;
    const v1 = this.Dimensions();
    if (v1 === undefined) return undefined;
    this.skip();
    const v2 = this.Type();
    if (v2 === undefined) return undefined;
    let v3: Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt4: if (this.text.charCodeAt(this.pos) === 44) {
      const save5 = this.pos;
      no6: {
        const v7 = this.Encoding();
        if (v7 === undefined) break no6;
        v3 = v7;
        break opt4;
      }
      this.pos = save5;
    }
    return this.attributes.rankedTensor(start, this.pos, v1, v2, v3);
  }

  Dimensions(): readonly Value<"dimensionSize">[] | undefined {
    let list1: Value<"dimensionSize">[] | undefined;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!((this.text.charCodeAt(this.pos) >= 48 && this.text.charCodeAt(this.pos) <= 57) || this.text.charCodeAt(this.pos) === 63)) break;
      const v4 = this.Dimension();
      if (v4 === undefined) break loop2;
      if (list1 === undefined) list1 = [v4]; else list1.push(v4);
      continue;
    }
    this.pos = save3;
    const v5: readonly Value<"dimensionSize">[] = list1 ?? EMPTY;
    return v5;
  }

  Dimension(): Value<"dimensionSize"> | undefined {
    const end1 = scanDimensionSize(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a dimension");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.dimensionSize(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 120) {
      this.fail("'x'");
      return undefined;
    }
    this.pos++;
    return v3;
  }

  Encoding(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 44) {
      this.fail("','");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Attribute();
    if (v1 === undefined) return undefined;
    return v1;
  }

  VectorType(): Value<"vectorType"> | undefined {
    const start = this.pos;
    if (!this.text.startsWith("vector", this.pos)) {
      this.fail("'vector'");
      return undefined;
    }
    this.pos += 6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.VectorDimensions();
    if (v1 === undefined) return undefined;
    this.skip();
    const v2 = this.Type();
    if (v2 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.vectorType(start, this.pos, v1, v2);
  }

  VectorDimensions(): readonly Value<"vectorSize">[] | undefined {
    let list1: Value<"vectorSize">[] | undefined;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!((this.text.charCodeAt(this.pos) >= 48 && this.text.charCodeAt(this.pos) <= 57) || this.text.charCodeAt(this.pos) === 91)) break;
      const v4 = this.VectorDimension();
      if (v4 === undefined) break loop2;
      if (list1 === undefined) list1 = [v4]; else list1.push(v4);
      continue;
    }
    this.pos = save3;
    const v5: readonly Value<"vectorSize">[] = list1 ?? EMPTY;
    return v5;
  }

  VectorDimension(): Value<"vectorSize"> | undefined {
    const end1 = scanVectorSize(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a dimension");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.vectorSize(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 120) {
      this.fail("'x'");
      return undefined;
    }
    this.pos++;
    return v3;
  }

  MemRefType(): Value<"unrankedMemRef"> | Value<"rankedMemRef"> | undefined {
    if (!this.text.startsWith("memref", this.pos)) {
      this.fail("'memref'");
      return undefined;
    }
    this.pos += 6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.MemRefBody();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  MemRefBody(): Value<"unrankedMemRef"> | Value<"rankedMemRef"> | undefined {
    let v1: Value<"unrankedMemRef"> | Value<"rankedMemRef"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      case 40:
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
      case 63:
      case 98:
      case 99:
      case 102:
      case 105:
      case 109:
      case 110:
      case 115:
      case 116:
      case 117:
      case 118:
      {
        const v5 = this.RankedMemRef();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 42:
      {
        const v8 = this.UnrankedMemRef();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("UnrankedMemRef or RankedMemRef");
        return undefined;
      }
    }
    return v1;
  }

  UnrankedMemRef(): Value<"unrankedMemRef"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 42) {
      this.fail("'*'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 120) {
      this.fail("'x'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    this.skip();
    const v2 = this.MemRefParameters();
    if (v2 === undefined) return undefined;
    return this.attributes.unrankedMemRef(v1, v2);
  }

  MemRefParameters(): readonly (Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | undefined {
    let list1: (Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] | undefined;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(this.text.charCodeAt(this.pos) === 44)) break;
      const v4 = this.MemRefParameter();
      if (v4 === undefined) break loop2;
      if (list1 === undefined) list1 = [v4]; else list1.push(v4);
      continue;
    }
    this.pos = save3;
    const v5: readonly (Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] = list1 ?? EMPTY;
    return v5;
  }

  MemRefParameter(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 44) {
      this.fail("','");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Attribute();
    if (v1 === undefined) return undefined;
    return v1;
  }

  RankedMemRef(): Value<"rankedMemRef"> | undefined {
    const start = this.pos;
    const v1 = this.Dimensions();
    if (v1 === undefined) return undefined;
    this.skip();
    const v2 = this.Type();
    if (v2 === undefined) return undefined;
    this.skip();
    const v3 = this.MemRefParameters();
    if (v3 === undefined) return undefined;
    return this.attributes.rankedMemRef(start, this.pos, v1, v2, v3);
  }

  ComplexType(): Value<"complexType"> | undefined {
    const start = this.pos;
    if (!this.text.startsWith("complex", this.pos)) {
      this.fail("'complex'");
      return undefined;
    }
    this.pos += 7;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.complexType(start, this.pos, v1);
  }

  TupleType(): Value<"tupleType"> | undefined {
    if (!this.text.startsWith("tuple", this.pos)) {
      this.fail("'tuple'");
      return undefined;
    }
    this.pos += 5;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.TypeList();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.tupleType(v1);
  }

  NumberAttribute(): Value<"numberAttribute"> | undefined {
    const start = this.pos;
    const end1 = scanNumber(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.number(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 58) {
      const save6 = this.pos;
      no7: {
        const v8 = this.TypeSuffix();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.attributes.numberAttribute(start, this.pos, v3, v4);
  }

  SymbolReference(): Value<"symbolReference"> | undefined {
    const end1 = scanSymbolName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a symbol name");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.symbolName(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    const v4 = this.NestedSymbols();
    if (v4 === undefined) return undefined;
    return this.attributes.symbolReference(v3, v4);
  }

  NestedSymbols(): readonly Value<"symbolName">[] | undefined {
    let list1: Value<"symbolName">[] | undefined;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(this.text.charCodeAt(this.pos) === 58)) break;
      if (this.text.charCodeAt(this.pos) !== 58 || this.text.charCodeAt(this.pos + 1) !== 58) {
        this.fail("'::'");
        break loop2;
      }
      this.pos += 2;
      this.skip();
      const end4 = scanSymbolName(this.text, this.pos);
      if (end4 < 0) {
        this.fail("a symbol name");
        break loop2;
      }
      const start5 = this.pos;
      this.pos = end4;
      const v6 = this.attributes.symbolName(start5, end4);
      if (v6 === undefined) break loop2;
      if (list1 === undefined) list1 = [v6]; else list1.push(v6);
      continue;
    }
    this.pos = save3;
    const v7: readonly Value<"symbolName">[] = list1 ?? EMPTY;
    return v7;
  }

  ArrayAttribute(): Value<"arrayAttribute"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return undefined;
    }
    this.pos++;
    let list1: readonly (Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType">)[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class9[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.Attribute();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.Attribute();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return undefined;
    }
    this.pos++;
    return this.attributes.arrayAttribute(list1);
  }

  AttributeDictionary(): Value<"attributeDictionary"> | undefined {
    const known = this.attributes.recallAttributeDictionary(this.pos);
    if (known !== undefined) return known;
    const start = this.pos;
    const value = this.AttributeDictionaryInside();
    if (value !== undefined) this.attributes.rememberAttributeDictionary(start, value);
    return value;
  }

  AttributeDictionaryInside(): Value<"attributeDictionary"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 123) {
      this.fail("'{'");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"namedAttribute">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class10[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.NamedAttribute();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.NamedAttribute();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 125) {
      this.fail("'}'");
      return undefined;
    }
    this.pos++;
    return this.attributes.attributeDictionary(list1);
  }

  NamedAttribute(): Value<"namedAttribute"> | undefined {
    const start = this.pos;
    const end1 = scanAttributeKey(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an attribute name");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.attributeKey(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 61) {
      const save6 = this.pos;
      no7: {
        const v8 = this.AttributeValue();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.attributes.namedAttribute(start, this.pos, v3, v4);
  }

  AttributeValue(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 61) {
      this.fail("'='");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Attribute();
    if (v1 === undefined) return undefined;
    return v1;
  }

  BooleanAttribute(): Value<"boolean"> | undefined {
    const end1 = scanBoolean(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a boolean");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.boolean(start2, end1);
    if (v3 === undefined) return undefined;
    return v3;
  }

  DenseAttribute(): Value<"denseAttribute"> | undefined {
    const known = this.attributes.recallDenseAttribute(this.pos);
    if (known !== undefined) return known;
    const start = this.pos;
    const value = this.DenseAttributeInside();
    if (value !== undefined) this.attributes.rememberDenseAttribute(start, value);
    return value;
  }

  DenseAttributeInside(): Value<"denseAttribute"> | undefined {
    const start = this.pos;
    if (!this.text.startsWith("dense", this.pos)) {
      this.fail("'dense'");
      return undefined;
    }
    this.pos += 5;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.DenseBody();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v2 = this.Type();
    if (v2 === undefined) return undefined;
    return this.attributes.denseAttribute(start, this.pos, v1, v2);
  }

  DenseBody(): Value<"denseBody"> | undefined {
    if (!this.attributes.enterDenseBody()) return undefined;
    const value = this.DenseBodyInside();
    return value;
  }

  DenseBodyInside(): Value<"denseBody"> | undefined {
    opt2: if (class11[this.text.charCodeAt(this.pos)] === 1) {
      const save3 = this.pos;
      no4: {
        if (!this.DenseElement()) break no4;
        break opt2;
      }
      this.pos = save3;
    }
    return this.attributes.denseBody();
  }

  DenseElement(): boolean {
    if (!this.deeper()) return false;
    const value = this.DenseElementInside();
    this.depth--;
    return value;
  }

  DenseElementInside(): boolean {
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 34:
      case 45:
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
      case 102:
      case 116:
      {
        const end5 = scanDenseLiteral(this.text, this.pos);
        if (end5 < 0) {
          this.fail("an element");
          return false;
        }
        const start6 = this.pos;
        this.pos = end5;
        if (!this.attributes.denseLiteral(start6, end5)) return false;
        break alt2;
      }
      case 40:
      {
        if (!this.DenseComplex()) return false;
        break alt2;
      }
      case 91:
      {
        if (!this.DenseList()) return false;
        break alt2;
      }
      default: {
        this.fail("DenseList or DenseComplex or an element");
        return false;
      }
    }
    return true;
  }

  DenseList(): boolean {
    if (!this.attributes.enterDenseList()) return false;
    const value = this.DenseListInside();
    return value;
  }

  DenseListInside(): boolean {
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return false;
    }
    this.pos++;
    this.skip();
    const save3 = this.pos;
    empty2: if (class11[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        if (!this.DenseElement()) break no4;
        let save7 = this.pos;
        loop6: for (;;) {
          this.skip();
          save7 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop6;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop6;
          }
          this.pos++;
          this.skip();
          if (!this.DenseElement()) break loop6;
          continue;
        }
        this.pos = save7;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return false;
    }
    this.pos++;
    return this.attributes.denseList();
  }

  DenseComplex(): boolean {
    if (!this.attributes.enterDenseComplex()) return false;
    const value = this.DenseComplexInside();
    return value;
  }

  DenseComplexInside(): boolean {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return false;
    }
    this.pos++;
    this.skip();
    const end1 = scanDenseLiteral(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an element");
      return false;
    }
    const start2 = this.pos;
    this.pos = end1;
    if (!this.attributes.denseLiteral(start2, end1)) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 44) {
      this.fail("','");
      return false;
    }
    this.pos++;
    this.skip();
    const end3 = scanDenseLiteral(this.text, this.pos);
    if (end3 < 0) {
      this.fail("an element");
      return false;
    }
    const start4 = this.pos;
    this.pos = end3;
    if (!this.attributes.denseLiteral(start4, end3)) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return false;
    }
    this.pos++;
    return this.attributes.denseComplex();
  }

  DenseArrayAttribute(): Value<"denseArrayAttribute"> | undefined {
    const start = this.pos;
    if (!this.text.startsWith("array", this.pos)) {
      this.fail("'array'");
      return undefined;
    }
    this.pos += 5;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    let v2: Value<"denseArrayElements"> | undefined;
    this.skip();
    opt3: if (this.text.charCodeAt(this.pos) === 58) {
      const save4 = this.pos;
      no5: {
        const v6 = this.DenseArrayElements();
        if (v6 === undefined) break no5;
        v2 = v6;
        break opt3;
      }
      this.pos = save4;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.denseArrayAttribute(start, this.pos, v1, v2);
  }

  DenseArrayElements(): Value<"denseArrayElements"> | undefined {
    if (!this.attributes.enterDenseArrayElements()) return undefined;
    const value = this.DenseArrayElementsInside();
    return value;
  }

  DenseArrayElementsInside(): Value<"denseArrayElements"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const save3 = this.pos;
    empty2: if (class12[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const end5 = scanDenseLiteral(this.text, this.pos);
        if (end5 < 0) {
          this.fail("an element");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        if (!this.attributes.denseLiteral(start6, end5)) break no4;
        let save9 = this.pos;
        loop8: for (;;) {
          this.skip();
          save9 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop8;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop8;
          }
          this.pos++;
          this.skip();
          const end10 = scanDenseLiteral(this.text, this.pos);
          if (end10 < 0) {
            this.fail("an element");
            break loop8;
          }
          const start11 = this.pos;
          this.pos = end10;
          if (!this.attributes.denseLiteral(start11, end10)) break loop8;
          continue;
        }
        this.pos = save9;
        break empty2;
      }
      this.pos = save3;
    }
    return this.attributes.denseArrayElements();
  }

  DenseResourceAttribute(): Value<"denseResourceAttribute"> | undefined {
    if (!this.text.startsWith("dense_resource", this.pos)) {
      this.fail("'dense_resource'");
      return undefined;
    }
    this.pos += 14;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end1 = scanResourceKey(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a resource key");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.resourceKey(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v4 = this.Type();
    if (v4 === undefined) return undefined;
    return this.attributes.denseResourceAttribute(v3, v4);
  }

  SparseAttribute(): Value<"sparseAttribute"> | undefined {
    const start = this.pos;
    if (!this.text.startsWith("sparse", this.pos)) {
      this.fail("'sparse'");
      return undefined;
    }
    this.pos += 6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    let v1: Value<"sparseBody"> | undefined;
    this.skip();
    opt2: if (class13[this.text.charCodeAt(this.pos)] === 1) {
      const save3 = this.pos;
      no4: {
        const v5 = this.SparseBody();
        if (v5 === undefined) break no4;
        v1 = v5;
        break opt2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v6 = this.Type();
    if (v6 === undefined) return undefined;
    return this.attributes.sparseAttribute(start, this.pos, v1, v6);
  }

  SparseBody(): Value<"sparseBody"> | undefined {
    const v1 = this.SparseIndices();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 44) {
      this.fail("','");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v2 = this.DenseBody();
    if (v2 === undefined) return undefined;
    return this.attributes.sparseBody(v1, v2);
  }

  SparseIndices(): Value<"denseBody"> | undefined {
    const v1 = this.DenseBody();
    if (v1 === undefined) return undefined;
    return v1;
  }

  StridedLayout(): Value<"stridedLayout"> | undefined {
    if (!this.text.startsWith("strided", this.pos)) {
      this.fail("'strided'");
      return undefined;
    }
    this.pos += 7;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"stride">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class14[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const end5 = scanStride(this.text, this.pos);
        if (end5 < 0) {
          this.fail("a stride");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.attributes.stride(start6, end5);
        if (v7 === undefined) break no4;
        let list8 = [v7];
        let save10 = this.pos;
        loop9: for (;;) {
          this.skip();
          save10 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop9;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop9;
          }
          this.pos++;
          this.skip();
          const end11 = scanStride(this.text, this.pos);
          if (end11 < 0) {
            this.fail("a stride");
            break loop9;
          }
          const start12 = this.pos;
          this.pos = end11;
          const v13 = this.attributes.stride(start12, end11);
          if (v13 === undefined) break loop9;
          if (list8.length === 1) list8 = [v7, v13]; else list8.push(v13);
          continue;
        }
        this.pos = save10;
        if (list8.length > 2) list8 = list8.slice();
        list1 = list8;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return undefined;
    }
    this.pos++;
    let v14: Value<"stride"> | undefined;
    this.skip();
    opt15: if (this.text.charCodeAt(this.pos) === 44) {
      const save16 = this.pos;
      no17: {
        const v18 = this.StridedOffset();
        if (v18 === undefined) break no17;
        v14 = v18;
        break opt15;
      }
      this.pos = save16;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.stridedLayout(list1, v14);
  }

  StridedOffset(): Value<"stride"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 44) {
      this.fail("','");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (!this.text.startsWith("offset", this.pos)) {
      this.fail("'offset'");
      return undefined;
    }
    this.pos += 6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end1 = scanStride(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a stride");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.stride(start2, end1);
    if (v3 === undefined) return undefined;
    return v3;
  }

  DistinctAttribute(): Value<"distinctAttribute"> | undefined {
    if (!this.text.startsWith("distinct", this.pos)) {
      this.fail("'distinct'");
      return undefined;
    }
    this.pos += 8;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end1 = scanCount(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.count(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    let v4: Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt5: if (class9[this.text.charCodeAt(this.pos)] === 1) {
      const save6 = this.pos;
      no7: {
        const v8 = this.Attribute();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.distinctAttribute(v3, v4);
  }

  AffineMapAttribute(): Value<"affineMapAttribute"> | undefined {
    if (!this.text.startsWith("affine_map", this.pos)) {
      this.fail("'affine_map'");
      return undefined;
    }
    this.pos += 10;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.AffineMap();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.affineMapAttribute(v1);
  }

  AffineMap(): Value<"affineMap"> | undefined {
    if (!this.AffineSpace()) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 45 || this.text.charCodeAt(this.pos + 1) !== 62) {
      this.fail("'->'");
      return undefined;
    }
    this.pos += 2;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"affineSum">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class15[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.AffineSum();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.AffineSum();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return this.attributes.affineMap(list1);
  }

  AffineSpace(): boolean {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return false;
    }
    this.pos++;
    this.skip();
    if (!this.AffineDimensions()) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return false;
    }
    this.pos++;
    this.skip();
    opt2: if (this.text.charCodeAt(this.pos) === 91) {
      const save3 = this.pos;
      no4: {
        if (!this.AffineSymbols()) break no4;
        break opt2;
      }
      this.pos = save3;
    }
    return true;
  }

  AffineDimensions(): boolean {
    let list1: readonly Value<"affineName">[] = EMPTY;
    const save3 = this.pos;
    empty2: if (class8[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const end5 = scanAffineName(this.text, this.pos);
        if (end5 < 0) {
          this.fail("an identifier");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.attributes.affineName(start6, end5);
        if (v7 === undefined) break no4;
        let list8 = [v7];
        let save10 = this.pos;
        loop9: for (;;) {
          this.skip();
          save10 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop9;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop9;
          }
          this.pos++;
          this.skip();
          const end11 = scanAffineName(this.text, this.pos);
          if (end11 < 0) {
            this.fail("an identifier");
            break loop9;
          }
          const start12 = this.pos;
          this.pos = end11;
          const v13 = this.attributes.affineName(start12, end11);
          if (v13 === undefined) break loop9;
          if (list8.length === 1) list8 = [v7, v13]; else list8.push(v13);
          continue;
        }
        this.pos = save10;
        if (list8.length > 2) list8 = list8.slice();
        list1 = list8;
        break empty2;
      }
      this.pos = save3;
    }
    return this.attributes.affineDimensions(list1);
  }

  AffineSymbols(): boolean {
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return false;
    }
    this.pos++;
    let list1: readonly Value<"affineName">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class8[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const end5 = scanAffineName(this.text, this.pos);
        if (end5 < 0) {
          this.fail("an identifier");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.attributes.affineName(start6, end5);
        if (v7 === undefined) break no4;
        let list8 = [v7];
        let save10 = this.pos;
        loop9: for (;;) {
          this.skip();
          save10 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop9;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop9;
          }
          this.pos++;
          this.skip();
          const end11 = scanAffineName(this.text, this.pos);
          if (end11 < 0) {
            this.fail("an identifier");
            break loop9;
          }
          const start12 = this.pos;
          this.pos = end11;
          const v13 = this.attributes.affineName(start12, end11);
          if (v13 === undefined) break loop9;
          if (list8.length === 1) list8 = [v7, v13]; else list8.push(v13);
          continue;
        }
        this.pos = save10;
        if (list8.length > 2) list8 = list8.slice();
        list1 = list8;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return false;
    }
    this.pos++;
    return this.attributes.affineSymbols(list1);
  }

  AffineSum(): Value<"affineSum"> | undefined {
    if (!this.deeper()) return undefined;
    const value = this.AffineSumInside();
    this.depth--;
    return value;
  }

  AffineSumInside(): Value<"affineSum"> | undefined {
    const v1 = this.AffineProduct();
    if (v1 === undefined) return undefined;
    let list2: Value<"affineSumTail">[] | undefined;
    let save4 = this.pos;
    loop3: for (;;) {
      this.skip();
      save4 = this.pos;
      if (!(this.text.charCodeAt(this.pos) === 43 || this.text.charCodeAt(this.pos) === 45)) break;
      const v5 = this.AffineSumTail();
      if (v5 === undefined) break loop3;
      if (list2 === undefined) list2 = [v5]; else list2.push(v5);
      continue;
    }
    this.pos = save4;
    const v6: readonly Value<"affineSumTail">[] = list2 ?? EMPTY;
    return this.attributes.affineSum(v1, v6);
  }

  AffineProduct(): Value<"affineProduct"> | undefined {
    const v1 = this.AffineFactor();
    if (v1 === undefined) return undefined;
    let list2: Value<"affineProductTail">[] | undefined;
    let save4 = this.pos;
    loop3: for (;;) {
      this.skip();
      save4 = this.pos;
      if (!(class16[this.text.charCodeAt(this.pos)] === 1)) break;
      const v5 = this.AffineProductTail();
      if (v5 === undefined) break loop3;
      if (list2 === undefined) list2 = [v5]; else list2.push(v5);
      continue;
    }
    this.pos = save4;
    const v6: readonly Value<"affineProductTail">[] = list2 ?? EMPTY;
    return this.attributes.affineProduct(v1, v6);
  }

  AffineFactor(): Value<"affineNegation"> | Value<"affineSum"> | Value<"affineConstant"> | Value<"affineIdentifier"> | undefined {
    if (!this.deeper()) return undefined;
    const value = this.AffineFactorInside();
    this.depth--;
    return value;
  }

  AffineFactorInside(): Value<"affineNegation"> | Value<"affineSum"> | Value<"affineConstant"> | Value<"affineIdentifier"> | undefined {
    let v1: Value<"affineNegation"> | Value<"affineSum"> | Value<"affineConstant"> | Value<"affineIdentifier"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 40:
      {
        const v5 = this.AffineParentheses();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 45:
      {
        const v8 = this.AffineNegation();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
      {
        const end11 = scanAffineConstant(this.text, this.pos);
        if (end11 < 0) {
          this.fail("a number");
          return undefined;
        }
        const start12 = this.pos;
        this.pos = end11;
        const v13 = this.attributes.affineConstant(start12, end11);
        if (v13 === undefined) return undefined;
        v1 = v13;
        break alt2;
      }
      case 65:
      case 66:
      case 67:
      case 68:
      case 69:
      case 70:
      case 71:
      case 72:
      case 73:
      case 74:
      case 75:
      case 76:
      case 77:
      case 78:
      case 79:
      case 80:
      case 81:
      case 82:
      case 83:
      case 84:
      case 85:
      case 86:
      case 87:
      case 88:
      case 89:
      case 90:
      case 95:
      case 97:
      case 98:
      case 99:
      case 100:
      case 101:
      case 102:
      case 103:
      case 104:
      case 105:
      case 106:
      case 107:
      case 108:
      case 109:
      case 110:
      case 111:
      case 112:
      case 113:
      case 114:
      case 115:
      case 116:
      case 117:
      case 118:
      case 119:
      case 120:
      case 121:
      case 122:
      {
        const end16 = scanAffineIdentifier(this.text, this.pos);
        if (end16 < 0) {
          this.fail("an identifier");
          return undefined;
        }
        const start17 = this.pos;
        this.pos = end16;
        const v18 = this.attributes.affineIdentifier(start17, end16);
        if (v18 === undefined) return undefined;
        v1 = v18;
        break alt2;
      }
      default: {
        this.fail("");
        return undefined;
      }
    }
    return v1;
  }

  AffineNegation(): Value<"affineNegation"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 45) {
      this.fail("'-'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.AffineFactor();
    if (v1 === undefined) return undefined;
    return this.attributes.affineNegation(v1);
  }

  AffineParentheses(): Value<"affineSum"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.AffineSum();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  AffineProductTail(): Value<"affineProductTail"> | undefined {
    const end1 = scanAffineOperator(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an operator");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.affineOperator(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    const v4 = this.AffineFactor();
    if (v4 === undefined) return undefined;
    return this.attributes.affineProductTail(v3, v4);
  }

  AffineSumTail(): Value<"affineSumTail"> | undefined {
    const end1 = scanAffineSign(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a sign");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.affineSign(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    const v4 = this.AffineProduct();
    if (v4 === undefined) return undefined;
    return this.attributes.affineSumTail(v3, v4);
  }

  AffineSetAttribute(): Value<"affineSetAttribute"> | undefined {
    if (!this.text.startsWith("affine_set", this.pos)) {
      this.fail("'affine_set'");
      return undefined;
    }
    this.pos += 10;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.AffineSet();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return this.attributes.affineSetAttribute(v1);
  }

  AffineSet(): Value<"affineSet"> | undefined {
    if (!this.AffineSpace()) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"affineConstraint">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class15[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.AffineConstraint();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.AffineConstraint();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return this.attributes.affineSet(list1);
  }

  AffineConstraint(): Value<"affineConstraint"> | undefined {
    const v1 = this.AffineSum();
    if (v1 === undefined) return undefined;
    this.skip();
    const end2 = scanAffineRelation(this.text, this.pos);
    if (end2 < 0) {
      this.fail("a relation");
      return undefined;
    }
    const start3 = this.pos;
    this.pos = end2;
    const v4 = this.attributes.affineRelation(start3, end2);
    if (v4 === undefined) return undefined;
    this.skip();
    const v5 = this.AffineSum();
    if (v5 === undefined) return undefined;
    return this.attributes.affineConstraint(v1, v4, v5);
  }

  LocationAttribute(): Value<"locationAttribute"> | undefined {
    const v1 = this.Location();
    if (v1 === undefined) return undefined;
    return this.attributes.locationAttribute(v1);
  }

  Location(): Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined {
    const end1 = scanKeyword__loc(this.text, this.pos);
    if (end1 < 0) {
      this.fail("'loc'");
      return undefined;
    }
    this.pos = end1;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v2 = this.LocationBody();
    if (v2 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return v2;
  }

  LocationBody(): Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined {
    if (!this.deeper()) return undefined;
    const value = this.LocationBodyInside();
    this.depth--;
    return value;
  }

  LocationBodyInside(): Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined {
    let v1: Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 34:
      {
        const v5 = this.NamedLocation();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 35:
      {
        const end8 = scanLocationAlias(this.text, this.pos);
        if (end8 < 0) {
          this.fail("a location");
          return undefined;
        }
        const start9 = this.pos;
        this.pos = end8;
        const v10 = this.attributes.locationAlias(start9, end8);
        if (v10 === undefined) return undefined;
        v1 = v10;
        break alt2;
      }
      case 99:
      {
        const v13 = this.CallSiteLocation();
        if (v13 === undefined) return undefined;
        v1 = v13;
        break alt2;
      }
      case 102:
      {
        const v16 = this.FusedLocation();
        if (v16 === undefined) return undefined;
        v1 = v16;
        break alt2;
      }
      case 117:
      {
        const end19 = scanUnknownLocation(this.text, this.pos);
        if (end19 < 0) {
          this.fail("unknown");
          return undefined;
        }
        const start20 = this.pos;
        this.pos = end19;
        const v21 = this.attributes.unknownLocation(start20, end19);
        if (v21 === undefined) return undefined;
        v1 = v21;
        break alt2;
      }
      default: {
        this.fail("");
        return undefined;
      }
    }
    return v1;
  }

  CallSiteLocation(): Value<"callSiteLocation"> | undefined {
    const end1 = scanKeyword__callsite(this.text, this.pos);
    if (end1 < 0) {
      this.fail("'callsite'");
      return undefined;
    }
    this.pos = end1;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v2 = this.LocationBody();
    if (v2 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 97 || this.text.charCodeAt(this.pos + 1) !== 116) {
      this.fail("'at'");
      return undefined;
    }
    this.pos += 2;
    this.skip();
    const v3 = this.LocationBody();
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return this.attributes.callSiteLocation(v2, v3);
  }

  FusedLocation(): Value<"fusedLocation"> | undefined {
    const end1 = scanKeyword__fused(this.text, this.pos);
    if (end1 < 0) {
      this.fail("'fused'");
      return undefined;
    }
    this.pos = end1;
    let v2: Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt3: if (this.text.charCodeAt(this.pos) === 60) {
      const save4 = this.pos;
      no5: {
        const v6 = this.FusedMetadata();
        if (v6 === undefined) break no5;
        v2 = v6;
        break opt3;
      }
      this.pos = save4;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return undefined;
    }
    this.pos++;
    let list7: readonly (Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias">)[] = EMPTY;
    this.skip();
    const save9 = this.pos;
    empty8: if (class17[this.text.charCodeAt(this.pos)] === 1) {
      no10: {
        const v11 = this.LocationBody();
        if (v11 === undefined) break no10;
        let list12 = [v11];
        let save14 = this.pos;
        loop13: for (;;) {
          this.skip();
          save14 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop13;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop13;
          }
          this.pos++;
          this.skip();
          const v15 = this.LocationBody();
          if (v15 === undefined) break loop13;
          if (list12.length === 1) list12 = [v11, v15]; else list12.push(v15);
          continue;
        }
        this.pos = save14;
        if (list12.length > 2) list12 = list12.slice();
        list7 = list12;
        break empty8;
      }
      this.pos = save9;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return undefined;
    }
    this.pos++;
    return this.attributes.fusedLocation(v2, list7);
  }

  FusedMetadata(): Value<"stringAttribute"> | Value<"numberAttribute"> | Value<"symbolReference"> | Value<"arrayAttribute"> | Value<"attributeDictionary"> | Value<"boolean"> | Value<"unitAttribute"> | Value<"denseAttribute"> | Value<"denseArrayAttribute"> | Value<"denseResourceAttribute"> | Value<"sparseAttribute"> | Value<"stridedLayout"> | Value<"distinctAttribute"> | Value<"affineMapAttribute"> | Value<"affineSetAttribute"> | Value<"locationAttribute"> | Value<"dialectAttribute"> | Value<"attributeUse"> | Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.Attribute();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  NamedLocation(): Value<"namedLocation"> | undefined {
    const end1 = scanString(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a string");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.string(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"locationChild"> | Value<"locationPosition"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 40 || this.text.charCodeAt(this.pos) === 58) {
      const save6 = this.pos;
      no7: {
        const v8 = this.LocationDetail();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.attributes.namedLocation(v3, v4);
  }

  LocationDetail(): Value<"locationChild"> | Value<"locationPosition"> | undefined {
    let v1: Value<"locationChild"> | Value<"locationPosition"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 40:
      {
        const v5 = this.LocationChild();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 58:
      {
        const v8 = this.LocationPosition();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("LocationChild or LocationPosition");
        return undefined;
      }
    }
    return v1;
  }

  LocationChild(): Value<"locationChild"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.LocationBody();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return this.attributes.locationChild(v1);
  }

  LocationPosition(): Value<"locationPosition"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end1 = scanCount(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.count(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end4 = scanCount(this.text, this.pos);
    if (end4 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start5 = this.pos;
    this.pos = end4;
    const v6 = this.attributes.count(start5, end4);
    if (v6 === undefined) return undefined;
    let v7: Value<"locationRangeEnd"> | undefined;
    this.skip();
    opt8: if (this.text.charCodeAt(this.pos) === 116) {
      const save9 = this.pos;
      no10: {
        const v11 = this.LocationRangeEnd();
        if (v11 === undefined) break no10;
        v7 = v11;
        break opt8;
      }
      this.pos = save9;
    }
    return this.attributes.locationPosition(v3, v6, v7);
  }

  LocationRangeEnd(): Value<"locationRangeEnd"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 116 || this.text.charCodeAt(this.pos + 1) !== 111) {
      this.fail("'to'");
      return undefined;
    }
    this.pos += 2;
    let v1: Value<"count"> | undefined;
    this.skip();
    opt2: if ((this.text.charCodeAt(this.pos) >= 48 && this.text.charCodeAt(this.pos) <= 57)) {
      const save3 = this.pos;
      no4: {
        const end5 = scanCount(this.text, this.pos);
        if (end5 < 0) {
          this.fail("a number");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.attributes.count(start6, end5);
        if (v7 === undefined) break no4;
        v1 = v7;
        break opt2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end8 = scanCount(this.text, this.pos);
    if (end8 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start9 = this.pos;
    this.pos = end8;
    const v10 = this.attributes.count(start9, end8);
    if (v10 === undefined) return undefined;
    return this.attributes.locationRangeEnd(v1, v10);
  }

  DialectAttribute(): Value<"dialectAttribute"> | undefined {
    const start = this.pos;
    const end1 = scanDialectSymbol(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an attribute");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.dialectSymbol(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 58) {
      const save6 = this.pos;
      no7: {
        const v8 = this.TypeSuffix();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.attributes.dialectAttribute(start, this.pos, v3, v4);
  }

  TypeAttribute(): Value<"functionType"> | Value<"integerType"> | Value<"simpleType"> | Value<"unrankedTensor"> | Value<"rankedTensor"> | Value<"vectorType"> | Value<"unrankedMemRef"> | Value<"rankedMemRef"> | Value<"complexType"> | Value<"tupleType"> | Value<"dialectType"> | undefined {
    const v1 = this.Type();
    if (v1 === undefined) return undefined;
    return v1;
  }

  TypeAlias(): boolean {
    const start = this.pos;
    const end1 = scanTypeName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a type alias");
      return false;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.typeName(start2, end1);
    if (v3 === undefined) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 61) {
      this.fail("'='");
      return false;
    }
    this.pos++;
    this.skip();
    const v4 = this.Type();
    if (v4 === undefined) return false;
    return this.operations.typeAlias(start, this.pos, v3, v4);
  }

  FileMetadata(): boolean {
    if (this.text.charCodeAt(this.pos) !== 123 || this.text.charCodeAt(this.pos + 1) !== 45 || this.text.charCodeAt(this.pos + 2) !== 35) {
      this.fail("'{-#'");
      return false;
    }
    this.pos += 3;
    let list1: readonly Value<"metadataSection">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (class10[this.text.charCodeAt(this.pos)] === 1) {
      no4: {
        const v5 = this.MetadataSection();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.MetadataSection();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 35 || this.text.charCodeAt(this.pos + 1) !== 45 || this.text.charCodeAt(this.pos + 2) !== 125) {
      this.fail("'#-}'");
      return false;
    }
    this.pos += 3;
    return this.operations.fileMetadata(list1);
  }

  MetadataSection(): Value<"metadataSection"> | undefined {
    const end1 = scanMetadataKey(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a key");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.metadataKey(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 123) {
      this.fail("'{'");
      return undefined;
    }
    this.pos++;
    let list4: readonly Value<"metadataGroup">[] = EMPTY;
    this.skip();
    const save6 = this.pos;
    empty5: if (class10[this.text.charCodeAt(this.pos)] === 1) {
      no7: {
        const v8 = this.MetadataGroup();
        if (v8 === undefined) break no7;
        let list9 = [v8];
        let save11 = this.pos;
        loop10: for (;;) {
          this.skip();
          save11 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop10;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop10;
          }
          this.pos++;
          this.skip();
          const v12 = this.MetadataGroup();
          if (v12 === undefined) break loop10;
          if (list9.length === 1) list9 = [v8, v12]; else list9.push(v12);
          continue;
        }
        this.pos = save11;
        if (list9.length > 2) list9 = list9.slice();
        list4 = list9;
        break empty5;
      }
      this.pos = save6;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 125) {
      this.fail("'}'");
      return undefined;
    }
    this.pos++;
    return this.operations.metadataSection(v3, list4);
  }

  MetadataGroup(): Value<"metadataGroup"> | undefined {
    const end1 = scanMetadataKey(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a key");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.metadataKey(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 123) {
      this.fail("'{'");
      return undefined;
    }
    this.pos++;
    let list4: readonly Value<"metadataEntry">[] = EMPTY;
    this.skip();
    const save6 = this.pos;
    empty5: if (class10[this.text.charCodeAt(this.pos)] === 1) {
      no7: {
        const v8 = this.MetadataEntry();
        if (v8 === undefined) break no7;
        let list9 = [v8];
        let save11 = this.pos;
        loop10: for (;;) {
          this.skip();
          save11 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop10;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop10;
          }
          this.pos++;
          this.skip();
          const v12 = this.MetadataEntry();
          if (v12 === undefined) break loop10;
          if (list9.length === 1) list9 = [v8, v12]; else list9.push(v12);
          continue;
        }
        this.pos = save11;
        if (list9.length > 2) list9 = list9.slice();
        list4 = list9;
        break empty5;
      }
      this.pos = save6;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 125) {
      this.fail("'}'");
      return undefined;
    }
    this.pos++;
    return this.operations.metadataGroup(v3, list4);
  }

  MetadataEntry(): Value<"metadataEntry"> | undefined {
    const end1 = scanMetadataKey(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a key");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.metadataKey(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end4 = scanMetadataValue(this.text, this.pos);
    if (end4 < 0) {
      this.fail("a value");
      return undefined;
    }
    const start5 = this.pos;
    this.pos = end4;
    const v6 = this.operations.metadataValue(start5, end4);
    if (v6 === undefined) return undefined;
    return this.operations.metadataEntry(v3, v6);
  }

  Operation(): boolean {
    const start = this.pos;
    if (!this.operations.enterOperation()) return false;
    const value = this.OperationInside();
    return value || this.operations.recoverOperation(start);
  }

  OperationInside(): boolean {
    const start = this.pos;
    let v1: Value<"operationResults"> | undefined;
    opt2: if (this.text.charCodeAt(this.pos) === 37) {
      const save3 = this.pos;
      no4: {
        const v5 = this.OperationResults();
        if (v5 === undefined) break no4;
        v1 = v5;
        break opt2;
      }
      this.pos = save3;
    }
    this.skip();
    if (!this.OperationBody()) return false;
    let v6: Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined;
    this.skip();
    opt7: if (this.text.charCodeAt(this.pos) === 108) {
      const save8 = this.pos;
      no9: {
        const v10 = this.Location();
        if (v10 === undefined) break no9;
        v6 = v10;
        break opt7;
      }
      this.pos = save8;
    }
    return this.operations.operation(start, this.pos, v1, v6);
  }

  OperationResults(): Value<"operationResults"> | undefined {
    const v1 = this.ResultName();
    if (v1 === undefined) return undefined;
    this.skip();
    const v2 = this.MoreResults();
    if (v2 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 61) {
      this.fail("'='");
      return undefined;
    }
    this.pos++;
    return this.operations.operationResults(v1, v2);
  }

  ResultName(): Value<"resultName"> | undefined {
    const end1 = scanValueName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an SSA name");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.valueName(start2, end1);
    if (v3 === undefined) return undefined;
    let v4: Value<"count"> | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 58) {
      const save6 = this.pos;
      no7: {
        const v8 = this.ResultCount();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    return this.operations.resultName(v3, v4);
  }

  ResultCount(): Value<"count"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const end1 = scanCount(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a number");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.count(start2, end1);
    if (v3 === undefined) return undefined;
    return v3;
  }

  MoreResults(): readonly Value<"resultName">[] | undefined {
    let list1: Value<"resultName">[] | undefined;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(this.text.charCodeAt(this.pos) === 44)) break;
      if (this.text.charCodeAt(this.pos) !== 44) {
        this.fail("','");
        break loop2;
      }
      this.pos++;
      this.skip();
      const v4 = this.ResultName();
      if (v4 === undefined) break loop2;
      if (list1 === undefined) list1 = [v4]; else list1.push(v4);
      continue;
    }
    this.pos = save3;
    const v5: readonly Value<"resultName">[] = list1 ?? EMPTY;
    return v5;
  }

  OperationBody(): boolean {
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 34:
      {
        if (!this.GenericOperation()) return false;
        break alt2;
      }
      case 65:
      case 66:
      case 67:
      case 68:
      case 69:
      case 70:
      case 71:
      case 72:
      case 73:
      case 74:
      case 75:
      case 76:
      case 77:
      case 78:
      case 79:
      case 80:
      case 81:
      case 82:
      case 83:
      case 84:
      case 85:
      case 86:
      case 87:
      case 88:
      case 89:
      case 90:
      case 95:
      case 97:
      case 98:
      case 99:
      case 100:
      case 101:
      case 102:
      case 103:
      case 104:
      case 105:
      case 106:
      case 107:
      case 108:
      case 109:
      case 110:
      case 111:
      case 112:
      case 113:
      case 114:
      case 115:
      case 116:
      case 117:
      case 118:
      case 119:
      case 120:
      case 121:
      case 122:
      {
        if (!this.operations.customOperation()) return false;
        break alt2;
      }
      default: {
        this.fail("GenericOperation or CustomOperation");
        return false;
      }
    }
    return true;
  }

  GenericOperation(): boolean {
    const start = this.pos;
    const end1 = scanOperationName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an operation name");
      return false;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.operationName(start2, end1);
    if (v3 === undefined) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return false;
    }
    this.pos++;
    this.skip();
    const v4 = this.Operands();
    if (v4 === undefined) return false;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return false;
    }
    this.pos++;
    let v5: readonly Value<"successor">[] | undefined;
    this.skip();
    opt6: if (this.text.charCodeAt(this.pos) === 91) {
      const save7 = this.pos;
      no8: {
        const v9 = this.Successors();
        if (v9 === undefined) break no8;
        v5 = v9;
        break opt6;
      }
      this.pos = save7;
    }
    let v10: Value<"attributeDictionary"> | undefined;
    this.skip();
    opt11: if (this.text.charCodeAt(this.pos) === 60) {
      const save12 = this.pos;
      no13: {
        const v14 = this.Properties();
        if (v14 === undefined) break no13;
        v10 = v14;
        break opt11;
      }
      this.pos = save12;
    }
    let v15: readonly Value<"region">[] | undefined;
    this.skip();
    opt16: if (this.text.charCodeAt(this.pos) === 40) {
      const save17 = this.pos;
      no18: {
        const v19 = this.Regions();
        if (v19 === undefined) break no18;
        v15 = v19;
        break opt16;
      }
      this.pos = save17;
    }
    let v20: Value<"attributeDictionary"> | undefined;
    this.skip();
    opt21: if (this.text.charCodeAt(this.pos) === 123) {
      const save22 = this.pos;
      no23: {
        const v24 = this.AttributeDictionary();
        if (v24 === undefined) break no23;
        v20 = v24;
        break opt21;
      }
      this.pos = save22;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return false;
    }
    this.pos++;
    this.skip();
    const v25 = this.Signature();
    if (v25 === undefined) return false;
    return this.operations.genericOperation(start, this.pos, v3, v4, v5, v10, v15, v20, v25);
  }

  Operands(): readonly Value<"valueUse">[] | undefined {
    let list1: readonly Value<"valueUse">[] = EMPTY;
    const save3 = this.pos;
    empty2: if (this.text.charCodeAt(this.pos) === 37) {
      no4: {
        const end5 = scanValueUse(this.text, this.pos);
        if (end5 < 0) {
          this.fail("an SSA value");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.operations.valueUse(start6, end5);
        if (v7 === undefined) break no4;
        let list8 = [v7];
        let save10 = this.pos;
        loop9: for (;;) {
          this.skip();
          save10 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop9;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop9;
          }
          this.pos++;
          this.skip();
          const end11 = scanValueUse(this.text, this.pos);
          if (end11 < 0) {
            this.fail("an SSA value");
            break loop9;
          }
          const start12 = this.pos;
          this.pos = end11;
          const v13 = this.operations.valueUse(start12, end11);
          if (v13 === undefined) break loop9;
          if (list8.length === 1) list8 = [v7, v13]; else list8.push(v13);
          continue;
        }
        this.pos = save10;
        if (list8.length > 2) list8 = list8.slice();
        list1 = list8;
        break empty2;
      }
      this.pos = save3;
    }
    return list1;
  }

  Successors(): readonly Value<"successor">[] | undefined {
    if (this.text.charCodeAt(this.pos) !== 91) {
      this.fail("'['");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"successor">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (this.text.charCodeAt(this.pos) === 94) {
      no4: {
        const end5 = scanSuccessor(this.text, this.pos);
        if (end5 < 0) {
          this.fail("a successor block");
          break no4;
        }
        const start6 = this.pos;
        this.pos = end5;
        const v7 = this.operations.successor(start6, end5);
        if (v7 === undefined) break no4;
        let list8 = [v7];
        let save10 = this.pos;
        loop9: for (;;) {
          this.skip();
          save10 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop9;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop9;
          }
          this.pos++;
          this.skip();
          const end11 = scanSuccessor(this.text, this.pos);
          if (end11 < 0) {
            this.fail("a successor block");
            break loop9;
          }
          const start12 = this.pos;
          this.pos = end11;
          const v13 = this.operations.successor(start12, end11);
          if (v13 === undefined) break loop9;
          if (list8.length === 1) list8 = [v7, v13]; else list8.push(v13);
          continue;
        }
        this.pos = save10;
        if (list8.length > 2) list8 = list8.slice();
        list1 = list8;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 93) {
      this.fail("']'");
      return undefined;
    }
    this.pos++;
    return list1;
  }

  Properties(): Value<"attributeDictionary"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 60) {
      this.fail("'<'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.AttributeDictionary();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 62) {
      this.fail("'>'");
      return undefined;
    }
    this.pos++;
    return v1;
  }

  Regions(): readonly Value<"region">[] | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"region">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (this.text.charCodeAt(this.pos) === 123) {
      no4: {
        const v5 = this.Region();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.Region();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return list1;
  }

  Region(): Value<"region"> | undefined {
    if (!this.operations.enterRegion()) return undefined;
    const value = this.RegionInside();
    return value;
  }

  RegionInside(): Value<"region"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 123) {
      this.fail("'{'");
      return undefined;
    }
    this.pos++;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(class19[this.text.charCodeAt(this.pos)] === 1)) break;
      if (!this.Operation()) break loop2;
      continue;
    }
    this.pos = save3;
    let save6 = this.pos;
    loop5: for (;;) {
      this.skip();
      save6 = this.pos;
      if (!(this.text.charCodeAt(this.pos) === 94)) break;
      if (!this.Block()) break loop5;
      continue;
    }
    this.pos = save6;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 125) {
      this.fail("'}'");
      return undefined;
    }
    this.pos++;
    return this.operations.region();
  }

  Block(): boolean {
    if (!this.BlockLabel()) return false;
    let save3 = this.pos;
    loop2: for (;;) {
      this.skip();
      save3 = this.pos;
      if (!(class19[this.text.charCodeAt(this.pos)] === 1)) break;
      if (!this.Operation()) break loop2;
      continue;
    }
    this.pos = save3;
    return true;
  }

  BlockLabel(): boolean {
    const start = this.pos;
    const end1 = scanBlockName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a block name");
      return false;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.blockName(start2, end1);
    if (v3 === undefined) return false;
    let v4: readonly Value<"blockArgument">[] | undefined;
    this.skip();
    opt5: if (this.text.charCodeAt(this.pos) === 40) {
      const save6 = this.pos;
      no7: {
        const v8 = this.BlockArguments();
        if (v8 === undefined) break no7;
        v4 = v8;
        break opt5;
      }
      this.pos = save6;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return false;
    }
    this.pos++;
    return this.operations.blockLabel(start, this.pos, v3, v4);
  }

  BlockArguments(): readonly Value<"blockArgument">[] | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    let list1: readonly Value<"blockArgument">[] = EMPTY;
    this.skip();
    const save3 = this.pos;
    empty2: if (this.text.charCodeAt(this.pos) === 37) {
      no4: {
        const v5 = this.BlockArgument();
        if (v5 === undefined) break no4;
        let list6 = [v5];
        let save8 = this.pos;
        loop7: for (;;) {
          this.skip();
          save8 = this.pos;
          if (!(this.text.charCodeAt(this.pos) === 44)) break loop7;
          if (this.text.charCodeAt(this.pos) !== 44) {
            this.fail("','");
            break loop7;
          }
          this.pos++;
          this.skip();
          const v9 = this.BlockArgument();
          if (v9 === undefined) break loop7;
          if (list6.length === 1) list6 = [v5, v9]; else list6.push(v9);
          continue;
        }
        this.pos = save8;
        if (list6.length > 2) list6 = list6.slice();
        list1 = list6;
        break empty2;
      }
      this.pos = save3;
    }
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    return list1;
  }

  BlockArgument(): Value<"blockArgument"> | undefined {
    const start = this.pos;
    const end1 = scanValueName(this.text, this.pos);
    if (end1 < 0) {
      this.fail("an SSA name");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.operations.valueName(start2, end1);
    if (v3 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 58) {
      this.fail("':'");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v4 = this.Type();
    if (v4 === undefined) return undefined;
    let v5: Value<"callSiteLocation"> | Value<"fusedLocation"> | Value<"unknownLocation"> | Value<"namedLocation"> | Value<"locationAlias"> | undefined;
    this.skip();
    opt6: if (this.text.charCodeAt(this.pos) === 108) {
      const save7 = this.pos;
      no8: {
        const v9 = this.Location();
        if (v9 === undefined) break no8;
        v5 = v9;
        break opt6;
      }
      this.pos = save7;
    }
    return this.operations.blockArgument(start, this.pos, v3, v4, v5);
  }

  Signature(): Value<"functionSignature"> | Value<"signatureAlias"> | undefined {
    const known = this.operations.recallSignature(this.pos);
    if (known !== undefined) return known;
    const start = this.pos;
    const value = this.SignatureInside();
    if (value !== undefined) this.operations.rememberSignature(start, value);
    return value;
  }

  SignatureInside(): Value<"functionSignature"> | Value<"signatureAlias"> | undefined {
    let v1: Value<"functionSignature"> | Value<"signatureAlias"> | undefined;
    alt2: switch (this.text.charCodeAt(this.pos)) {
      case 33:
      {
        const v5 = this.SignatureAlias();
        if (v5 === undefined) return undefined;
        v1 = v5;
        break alt2;
      }
      case 40:
      {
        const v8 = this.FunctionSignature();
        if (v8 === undefined) return undefined;
        v1 = v8;
        break alt2;
      }
      default: {
        this.fail("FunctionSignature or SignatureAlias");
        return undefined;
      }
    }
    return v1;
  }

  FunctionSignature(): Value<"functionSignature"> | undefined {
    if (this.text.charCodeAt(this.pos) !== 40) {
      this.fail("'('");
      return undefined;
    }
    this.pos++;
    this.skip();
    const v1 = this.TypeList();
    if (v1 === undefined) return undefined;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 41) {
      this.fail("')'");
      return undefined;
    }
    this.pos++;
    this.skip();
    if (this.text.charCodeAt(this.pos) !== 45 || this.text.charCodeAt(this.pos + 1) !== 62) {
      this.fail("'->'");
      return undefined;
    }
    this.pos += 2;
    this.skip();
    const v2 = this.ResultTypes();
    if (v2 === undefined) return undefined;
    return this.operations.functionSignature(v1, v2);
  }

  SignatureAlias(): Value<"signatureAlias"> | undefined {
    const start = this.pos;
    const end1 = scanDialectType(this.text, this.pos);
    if (end1 < 0) {
      this.fail("a type");
      return undefined;
    }
    const start2 = this.pos;
    this.pos = end1;
    const v3 = this.attributes.dialectType(start2, end1);
    if (v3 === undefined) return undefined;
    return this.operations.signatureAlias(start, this.pos, v3);
  }
}
