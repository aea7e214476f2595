/**
 * What a frame and the page around it say to each other. Every message has `pricewright: 1`; anything else, and anything
 * from another window or origin, is left alone.
 */
import type { Amount, ConfiguredClaim, ConfiguredValues, Status } from "pricewright/configurator";

/** From the frame. */
export type FromFrame =
  | { type: "ready" }
  | { type: "height"; height: number }
  | { type: "change"; status: Status; total: Amount | null; currency: string | null }
  | { type: "complete"; claim: ConfiguredClaim }
  | { type: "error"; code: string; message: string };

/** To the frame; it answers `hello` with its present state, since it may have spoken before anyone listened. */
export type ToFrame = { type: "hello" } | { type: "set"; values: ConfiguredValues } | { type: "language"; language: string };

export type Message = (FromFrame | ToFrame) & { pricewright: 1 };

/** The message of an event, if it is one from where it should be. */
export function messageOf<M extends FromFrame | ToFrame>(
  { data, source, origin }: MessageEvent,
  from: Window | null,
  expected: string,
): M | null {
  if (from === null || source !== from || origin !== expected) return null;
  return typeof data === "object" && data !== null && data.pricewright === 1 ? data : null;
}
