import fc from "fast-check";
import { expect, test } from "vitest";
import { identicalTensors } from "./compare.ts";
import { byteWidth, type DType, dtypes } from "./dtype.ts";
import { readNpy, writeNpy } from "./npy.ts";
import { type Tensor, tensorOf, tensorOverBytes } from "./tensor.ts";

const writable: readonly DType[] = dtypes.filter((dtype) => writeNpy(tensorOf(dtype, [0], [])).ok);
const sameInNumpy: readonly DType[] = [
  "i1",
  "i8",
  "i16",
  "i32",
  "i64",
  "ui8",
  "ui16",
  "ui32",
  "ui64",
  "f16",
  "bf16",
  "f32",
  "f64",
  "complex<f32>",
  "complex<f64>",
];

function written(tensor: Tensor): Uint8Array {
  const file = writeNpy(tensor);
  if (!file.ok) throw new Error(file.message);
  return file.value;
}

/** A .npy file of version 1 put together by hand. */
function file(header: string, data: readonly number[]): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    1,
    0,
    text.length & 0xff,
    text.length >> 8,
    ...text,
    ...data,
  );
}

test("what is written is read back bit for bit, at any place in a buffer", () => {
  const cases = fc.record({
    dtype: fc.constantFrom(...sameInNumpy),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    seed: fc.uint8Array({ minLength: 64 * 16, maxLength: 64 * 16 }),
    shift: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(cases, ({ dtype, shape, seed, shift }) => {
      const tensor = tensorOverBytes(dtype, shape, seed.buffer, 0);
      const bytes = written(tensor);
      const moved = new Uint8Array(bytes.length + shift);
      moved.set(bytes, shift);
      const read = readNpy(moved.subarray(shift));
      expect(read.ok && identicalTensors(read.value, tensor)).toBe(true);
    }),
  );
});

test("the data start at a multiple of 64 and the header says what numpy says", () => {
  const bytes = written(tensorOf("f32", [3], [1, 2, 3]));
  expect(new TextDecoder("latin1").decode(bytes.subarray(10, 127))).toMatch(
    /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(3,\), \} +$/,
  );
  expect(bytes[127]).toBe(10);
  expect(bytes.length).toBe(128 + 12);
});

test("types that numpy lacks are refused, sub-byte integers go out as bytes", () => {
  expect(writeNpy(tensorOf("f8E5M2", [1], [1]))).toEqual({
    ok: false,
    message: "numpy has no element type for f8E5M2",
  });
  const read = readNpy(written(tensorOf("i4", [2], [-8, 7])));
  expect(read.ok && read.value).toEqual(tensorOf("i8", [2], [-8, 7]));
  expect(writable).not.toContain("f4E2M1FN");
});

test("Fortran order is turned into row-major order", () => {
  // numpy: asfortranarray([[1, 2, 3], [4, 5, 6]], dtype=int16), little-endian
  const bytes = file(
    "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n",
    [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0],
  );
  const read = readNpy(bytes);
  expect(read.ok && read.value).toEqual(tensorOf("i16", [2, 3], [1, 2, 3, 4, 5, 6]));
});

test("Fortran order of three dimensions", () => {
  const shape = [2, 3, 4];
  const data: number[] = [];
  for (let k = 0; k < 4; k++) for (let j = 0; j < 3; j++) for (let i = 0; i < 2; i++) data.push(i * 12 + j * 4 + k);
  const read = readNpy(file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }\n", data));
  expect(read.ok && read.value).toEqual(
    tensorOf(
      "ui8",
      shape,
      Array.from({ length: 24 }, (_, i) => i),
    ),
  );
});

test("big-endian data are turned round", () => {
  const read = readNpy(file("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }\n", [0x3f, 0xc0, 0, 0]));
  expect(read.ok && read.value).toEqual(tensorOf("f32", [1], [1.5]));
  const complex = readNpy(
    file("{'descr': '>c8', 'fortran_order': False, 'shape': (), }\n", [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0]),
  );
  expect(complex.ok && complex.value).toEqual(tensorOf("complex<f32>", [], [1, 2]));
});

test("what is wrong with a file is said", () => {
  const message = (bytes: Uint8Array) => {
    const read = readNpy(bytes);
    return read.ok ? "read" : read.message;
  };
  expect(message(new Uint8Array(3))).toBe("not an .npy file: the magic number is missing");
  expect(message(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", [0]))).toBe(
    "expected 8 bytes of data for shape (2), found 1",
  );
  expect(message(file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }\n", []))).toContain(
    "expected a header with a simple descr",
  );
  expect(message(file("{'descr': '<M8', 'fortran_order': False, 'shape': (2,), }\n", []))).toContain(
    'element type "M8" is not one of',
  );
  expect(
    message(file("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }\n", [])),
  ).toContain("too many elements");
});

test("a truncated file is a message, never an exception", () => {
  const bytes = written(tensorOf("f64", [2, 2], [1, 2, 3, 4]));
  for (let length = 0; length < bytes.length; length++) expect(readNpy(bytes.subarray(0, length)).ok).toBe(false);
  expect(byteWidth("f64") * 4 + 128).toBe(bytes.length);
});

test("a Buffer that is not aligned is read like any bytes", () => {
  const tensor = tensorOf("f32", [3], [1, 2, 3]);
  const written = writeNpy(tensor);
  if (!written.ok) throw new Error(written.message);
  const buffer = Buffer.alloc(written.value.length + 8);
  for (const start of [1, 2, 4]) {
    buffer.set(written.value, start);
    const read = readNpy(buffer.subarray(start, start + written.value.length));
    expect(read).toEqual({ ok: true, value: tensor });
  }
});
