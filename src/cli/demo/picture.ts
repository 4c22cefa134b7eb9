/** Pictures that a user passes: PNG bytes -> rows of RGB. The decoder loads when the first picture comes. */
import { error, failure, type Result, success } from "../../source/diagnostic.ts";

/** 8 bits a channel; `rgb` has shape [height, width, 3], row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** More pixels than any line of text has; a file of some bytes may claim any size. */
const MAX_PIXELS = 2 ** 26;

/**
 * Reads a PNG of any color type, depth or interlacing. Transparent pixels are laid over white, as paper is what text
 * stands on. Code `picture.png`: not a PNG, damaged, or above 64 million pixels.
 */
export async function readPng(bytes: Uint8Array): Promise<Result<Picture>> {
  const { convertIndexedToRgb, decode } = await import("fast-png");
  const claimed = claimedPixels(bytes);
  if (claimed > MAX_PIXELS)
    return failure(error("picture.png", `expected at most ${MAX_PIXELS} pixels, found ${claimed}`));
  try {
    const png = decode(bytes);
    const data = png.palette === undefined ? png.data : convertIndexedToRgb(png);
    const channels = data.length / (png.width * png.height);
    const rgb = overWhite(data, channels, 2 ** (png.palette === undefined ? png.depth : 8) - 1);
    return success({ width: png.width, height: png.height, rgb });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return failure(error("picture.png", `expected a PNG picture, found bytes that are none: ${reason}`));
  }
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Width times height as the header says; 0 where there is none. */
function claimedPixels(bytes: Uint8Array): number {
  if (bytes.length < 24 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(16) * view.getUint32(20);
}

/** `channels` is 1 (gray), 2 (gray, alpha), 3 (RGB) or 4 (RGB, alpha); `white` is the largest value of a channel. */
function overWhite(data: ArrayLike<number>, channels: number, white: number): Uint8Array {
  const colors = channels < 3 ? 1 : 3;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const opacity = channels === colors ? 1 : (data[pixel * channels + colors] ?? 0) / white;
    for (let c = 0; c < 3; c++) {
      const value = (data[pixel * channels + (c % colors)] ?? 0) / white;
      rgb[pixel * 3 + c] = Math.round(255 * (1 - opacity + opacity * value));
    }
  }
  return rgb;
}
