/**
 * onnxruntime-web as the peer of measurements: the same model on the same inputs, one thread, graph optimizations on, as its users run it.
 * It is no dependency of the package: where it is not installed there is no peer, and reports say so.
 */
import { isDType } from "../tensor/dtype.ts";
import { type Tensor, tensorOver } from "../tensor/tensor.ts";

export interface Peer {
  /** `onnxruntime-web 1.30.0`. */
  readonly name: string;
  /** Runs the model on inputs by name; gives the outputs in the order of the model. */
  run(): Promise<readonly Tensor[]>;
  release(): Promise<void>;
}

const PEER = "onnxruntime-web";

const TYPES = {
  f32: "float32",
  f64: "float64",
  i64: "int64",
  i32: "int32",
  i16: "int16",
  i8: "int8",
  ui8: "uint8",
  ui16: "uint16",
  ui32: "uint32",
  ui64: "uint64",
  i1: "bool",
} as const;

const DTYPES: ReadonlyMap<string, string> = new Map(Object.entries(TYPES).map(([dtype, type]) => [type, dtype]));

/** A session on the model's bytes and fixed inputs; a reason in words where there is none. */
export async function openPeer(model: Uint8Array, inputs: ReadonlyMap<string, Tensor>): Promise<Peer | string> {
  const ort = await import("onnxruntime-web").catch(() => undefined);
  if (ort === undefined) return `${PEER} is not installed`;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const feeds: Record<string, InstanceType<typeof ort.Tensor>> = {};
  for (const [name, { dtype, shape, data }] of inputs) {
    const type = Object.entries(TYPES).find(([known]) => known === dtype)?.[1];
    if (type === undefined) return `${PEER} takes no ${dtype} as input here`;
    const own = type === "bool" ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data;
    // Its constructor has an overload for each pair of type and array; the pair is right by the table above.
    feeds[name] = Reflect.construct(ort.Tensor, [type, own, [...shape]]);
  }
  try {
    const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
    return {
      name: `${PEER} ${ort.env.versions.web ?? ""}`.trimEnd(),
      run: async () => {
        const outputs = await session.run(feeds);
        return session.outputNames.flatMap((name) => tensorFromPeer(outputs[name]) ?? []);
      },
      release: () => session.release(),
    };
  } catch (thrown) {
    return `${PEER} refuses the model: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

function tensorFromPeer(
  output: { readonly type: string; readonly dims: readonly number[]; readonly data: unknown } | undefined,
): Tensor | undefined {
  const dtype = DTYPES.get(output?.type ?? "");
  if (output === undefined || dtype === undefined || !isDType(dtype)) return undefined;
  const { data, dims } = output;
  if (dtype === "f32" && data instanceof Float32Array) return tensorOver(dtype, dims, data);
  if (dtype === "f64" && data instanceof Float64Array) return tensorOver(dtype, dims, data);
  if (dtype === "i64" && data instanceof BigInt64Array) return tensorOver(dtype, dims, data);
  if (dtype === "i32" && data instanceof Int32Array) return tensorOver(dtype, dims, data);
  if (dtype === "i8" && data instanceof Int8Array) return tensorOver(dtype, dims, data);
  if ((dtype === "ui8" || dtype === "i1") && data instanceof Uint8Array) return tensorOver(dtype, dims, data);
  return undefined;
}
