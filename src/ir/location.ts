/**
 * Where an operation came from. A parsed operation has a `source` location, which costs one small object: its line and column are
 * computed when somebody asks, and it also keeps the SSA names that the user wrote. The other kinds are MLIR's.
 */

import type { Place } from "../source/diagnostic.ts";
import type {
  Attribute,
  CallSiteLocation,
  FileLocation,
  FusedLocation,
  Location,
  NameLocation,
  OpaqueLocation,
  UnknownLocation,
} from "./attribute.ts";

// Their types stand in attribute.ts, since locations hold attributes and attributes locations.
export { SourceLocation } from "./attribute.ts";
export type { CallSiteLocation, FileLocation, FusedLocation, Location, NameLocation, OpaqueLocation, UnknownLocation };

export const unknownLocation: UnknownLocation = Object.freeze({ kind: "unknown" });

export function fileLocation(file: string, line: number, column: number, end?: FileLocation["end"]): FileLocation {
  return Object.freeze({ kind: "file", file, line, column, end });
}

export function nameLocation(name: string, child: Location = unknownLocation): NameLocation {
  return Object.freeze({ kind: "name", name, child });
}

/** Fuses without repeating: nested fusions without metadata are flattened, unknown parts dropped, one part alone is itself. */
export function fusedLocation(locations: readonly Location[], metadata?: Attribute): Location {
  if (metadata !== undefined) return Object.freeze({ kind: "fused", metadata, locations });
  const parts = new Set<Location>();
  for (const location of locations) {
    if (location.kind === "fused" && location.metadata === undefined)
      for (const part of location.locations) parts.add(part);
    else if (location.kind !== "unknown") parts.add(location);
  }
  const [first] = parts;
  if (first === undefined) return unknownLocation;
  if (parts.size === 1) return first;
  return Object.freeze({ kind: "fused", metadata: undefined, locations: Object.freeze([...parts]) });
}

/** Where a diagnostic about `location` should point. */
export function placeOf(location: Location): Place | undefined {
  switch (location.kind) {
    case "source":
      return { kind: "range", range: { source: location.source, start: location.offset, end: location.offset + 1 } };
    case "file":
      return { kind: "described", text: `${location.file}:${location.line}:${location.column}` };
    case "name":
      return placeOf(location.child) ?? { kind: "described", text: `"${location.name}"` };
    case "fused": {
      for (const part of location.locations) {
        const place = placeOf(part);
        if (place !== undefined) return place;
      }
      return undefined;
    }
    case "callsite":
      return placeOf(location.callee) ?? placeOf(location.caller);
    case "unknown":
    case "opaque":
      return undefined;
  }
}

/** The names that people gave: of ONNX nodes and tensors, of SSA values; outermost first. */
export function namesOf(location: Location): readonly string[] {
  switch (location.kind) {
    case "source":
      return location.names ?? [];
    case "name":
      return [location.name, ...namesOf(location.child)];
    case "fused":
      return location.locations.flatMap(namesOf);
    case "callsite":
      return namesOf(location.callee);
    case "file":
    case "unknown":
    case "opaque":
      return [];
  }
}
