/**
 * NumPy's .npy files, versions 1 to 3. Reads either byte order and either element order, writes little-endian C order.
 * Source: NumPy Enhancement Proposal 1 and `numpy.lib.format`. bfloat16 has no code of its own there: ml_dtypes writes the void type V2, which is read back as bf16.
 */
import { byteWidth, type DType, dtypeFacts } from "./dtype.ts";
import { elementCount, rowMajorStrides, type Shape } from "./shape.ts";
import { type Tensor, tensorBytes, tensorOverBytes, zeros } from "./tensor.ts";

export type NpyResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const HEADER_ALIGNMENT = 64; // what numpy pads to, so that the data can be mapped

const dtypeOfCode: { readonly [code: string]: DType } = {
  b1: "i1",
  i1: "i8",
  i2: "i16",
  i4: "i32",
  i8: "i64",
  u1: "ui8",
  u2: "ui16",
  u4: "ui32",
  u8: "ui64",
  f2: "f16",
  f4: "f32",
  f8: "f64",
  c8: "complex<f32>",
  c16: "complex<f64>",
  V2: "bf16",
};

/** The array in `bytes`, an entire .npy file. The tensor has its own memory unless the data are aligned and in C order already, in which case it looks at `bytes`. */
export function readNpy(bytes: Uint8Array): NpyResult<Tensor> {
  const header = readHeader(bytes);
  if (!header.ok) return header;
  const { dtype, shape, fortranOrder, bigEndian, dataOffset } = header.value;
  const elements = elementCount(shape);
  if (elements === undefined) return failed(`the shape (${shape.join(", ")}) has too many elements`);
  const size = elements * byteWidth(dtype);
  const present = bytes.length - dataOffset;
  if (present < size) return failed(`expected ${size} bytes of data for shape (${shape.join(", ")}), found ${present}`);
  const slotBytes = slotWidth(dtype);
  const start = bytes.byteOffset + dataOffset;
  const inPlace = start % slotBytes === 0 && !bigEndian;
  // Not `slice`: on a Buffer, which is what Node reads files into, that copies nothing.
  const data = inPlace ? bytes : new Uint8Array(bytes.subarray(dataOffset, dataOffset + size));
  if (bigEndian) swapBytes(data, slotBytes);
  const tensor = tensorOverBytes(dtype, shape, data.buffer, inPlace ? start : 0);
  return { ok: true, value: fortranOrder ? fromFortranOrder(tensor) : tensor };
}

/** `tensor` as a .npy file of version 1, or 2 where the header is too long for it. Types that numpy lacks (narrow floats but f16 and bf16) fail. */
export function writeNpy(tensor: Tensor): NpyResult<Uint8Array> {
  const code = codeOf(tensor.dtype);
  if (code === undefined) return failed(`numpy has no element type for ${tensor.dtype}`);
  const order = slotWidth(tensor.dtype) === 1 ? "|" : "<";
  const comma = tensor.shape.length === 1 ? "," : "";
  const dictionary = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${tensor.shape.join(", ")}${comma}), }`;
  const version = dictionary.length + HEADER_ALIGNMENT > 0xffff ? 2 : 1;
  const prefix = MAGIC.length + 2 + (version === 1 ? 2 : 4);
  const dataOffset = Math.ceil((prefix + dictionary.length + 1) / HEADER_ALIGNMENT) * HEADER_ALIGNMENT;
  const data = tensorBytes(tensor);
  const file = new Uint8Array(dataOffset + data.length);
  file.set(MAGIC);
  file[6] = version;
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, dataOffset - prefix, true);
  else view.setUint32(8, dataOffset - prefix, true);
  file.set(new TextEncoder().encode(`${dictionary.padEnd(dataOffset - prefix - 1)}\n`), prefix);
  file.set(data, dataOffset);
  return { ok: true, value: file };
}

interface Header {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly fortranOrder: boolean;
  readonly bigEndian: boolean;
  readonly dataOffset: number;
}

function readHeader(bytes: Uint8Array): NpyResult<Header> {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    return failed("not an .npy file: the magic number is missing");
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) return failed(`expected .npy version 1, 2 or 3, found ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (version > 1 && bytes.length < 12) return failed("the file ends inside its header");
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) return failed(`the file ends inside its header of ${length} bytes`);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length));
  return parseDictionary(text, start + length);
}

function parseDictionary(text: string, dataOffset: number): NpyResult<Header> {
  const descr = /['"]descr['"]\s*:\s*['"]([<>|=]?)(\w+)['"]/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    return failed(`expected a header with a simple descr, fortran_order and shape, found ${text.trim().slice(0, 200)}`);
  }
  const code = descr[2] ?? "";
  const dtype = dtypeOfCode[code];
  if (dtype === undefined) return failed(`element type "${code}" is not one of ${Object.keys(dtypeOfCode).join(", ")}`);
  const extents = (shape[1] ?? "").split(",").map((extent) => extent.replace("L", "").trim());
  return {
    ok: true,
    value: {
      dtype,
      shape: extents.filter((extent) => extent !== "").map(Number),
      fortranOrder: order[1] === "True",
      bigEndian: descr[1] === ">",
      dataOffset,
    },
  };
}

/** numpy's letter and byte count; sub-byte integers are written as the bytes that they are stored in. */
function codeOf(dtype: DType): string | undefined {
  const { kind, bytes } = dtypeFacts(dtype);
  switch (kind) {
    case "boolean":
      return "b1";
    case "signed":
      return `i${bytes}`;
    case "unsigned":
      return `u${bytes}`;
    case "complex":
      return `c${bytes}`;
    case "float":
      if (dtype === "bf16") return "V2";
      return dtype === "f16" || dtype === "f32" || dtype === "f64" || dtype === "tf32" ? `f${bytes}` : undefined;
  }
}

function slotWidth(dtype: DType): number {
  const { kind, bytes } = dtypeFacts(dtype);
  return kind === "complex" ? bytes / 2 : bytes;
}

function swapBytes(data: Uint8Array, width: number): void {
  for (let start = 0; start + width <= data.length; start += width) data.subarray(start, start + width).reverse();
}

/** The row-major twin of a tensor whose storage runs along the first dimension fastest. */
function fromFortranOrder(source: Tensor): Tensor {
  const { dtype, shape } = source;
  const width = byteWidth(dtype);
  const result = zeros(dtype, shape);
  const from = tensorBytes(source);
  const to = tensorBytes(result);
  const strides = rowMajorStrides([...shape].reverse()).toReversed();
  const index = shape.map(() => 0);
  let position = 0;
  for (let element = 0; element * width < to.length; element++) {
    to.set(from.subarray(position * width, (position + 1) * width), element * width);
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      position += strides[d] ?? 0;
      index[d] = next;
      if (next < (shape[d] ?? 0)) break;
      position -= next * (strides[d] ?? 0);
      index[d] = 0;
    }
  }
  return result;
}

function failed(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
