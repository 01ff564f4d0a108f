package io.costaware.testkit.wire;

import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * What a wire server answers to one request. {@link BedrockReply} and {@link GeminiReply} make the
 * usual ones; the methods here change how any of them travels: held back, stalled, cut, reset.
 *
 * <p>A <em>frame</em> is one event of a stream; a body that is no stream is one frame. Frames count
 * from zero, so "after two frames" means that frames 0 and 1 were sent whole. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface WireReply {

  /**
   * The answer to one request.
   *
   * @throws IllegalArgumentException if this reply cannot answer such a request; the server then
   *     answers 400 with the message
   */
  WireAnswer answer(RecordedRequest request);

  /** The connection is reset (TCP RST) once the request was read; no byte is sent. */
  static WireReply reset() {
    return changed(WireAnswer.empty(200), d -> d.ending(Delivery.Ending.RESET, -1, false));
  }

  /** The connection is closed (TCP FIN) once the request was read; no byte is sent. */
  static WireReply hangUp() {
    return changed(WireAnswer.empty(200), d -> d.ending(Delivery.Ending.CUT, -1, false));
  }

  /** Adds a response header; one of the same name is replaced. */
  default WireReply header(String name, String value) {
    WireAnswer.requireHeader(name, value);
    return request -> answer(request).withHeader(name, value);
  }

  /** Sends nothing, not even the status, until the gate is at zero. */
  default WireReply heldUntil(CountDownLatch gate) {
    return changed(this, delivery -> delivery.heldUntil(gate));
  }

  /** Sends the head and so many frames, then nothing until the gate is at zero, then the rest. */
  default WireReply stallAfter(int frames, CountDownLatch gate) {
    Delivery.requireFrames(frames);
    return changed(this, delivery -> delivery.stallAfter(frames, gate));
  }

  /** Ends the body properly after so many frames, as if the provider had nothing more to say. */
  default WireReply endAfter(int frames) {
    Delivery.requireFrames(frames);
    return changed(this, d -> d.ending(Delivery.Ending.EARLY, frames, false));
  }

  /** Ends the body properly in the middle of the frame that follows so many whole frames. */
  default WireReply endInside(int frames) {
    Delivery.requireFrames(frames);
    return changed(this, d -> d.ending(Delivery.Ending.EARLY, frames, true));
  }

  /** Closes the connection (TCP FIN) after so many frames, the body unfinished. */
  default WireReply cutAfter(int frames) {
    Delivery.requireFrames(frames);
    return changed(this, d -> d.ending(Delivery.Ending.CUT, frames, false));
  }

  /** Closes the connection (TCP FIN) in the middle of the frame after so many whole frames. */
  default WireReply cutInside(int frames) {
    Delivery.requireFrames(frames);
    return changed(this, d -> d.ending(Delivery.Ending.CUT, frames, true));
  }

  /** Resets the connection (TCP RST) after the head and so many frames. */
  default WireReply resetAfter(int frames) {
    Delivery.requireFrames(frames);
    return changed(this, d -> d.ending(Delivery.Ending.RESET, frames, false));
  }

  /** Sends the body in chunks, one for each frame; streams do so anyway. */
  default WireReply chunked() {
    return changed(this, delivery -> delivery.framing(Delivery.Framing.CHUNKED));
  }

  /** Sends the body without a length: the end of the connection is the end of the body. */
  default WireReply untilClose() {
    return changed(this, delivery -> delivery.framing(Delivery.Framing.UNTIL_CLOSE));
  }

  /** Compresses the body if the request accepts gzip; each frame can still be read by itself. */
  default WireReply gzip() {
    return changed(this, Delivery::gzipped);
  }

  private static WireReply changed(WireReply reply, UnaryOperator<Delivery> change) {
    return request -> reply.answer(request).withDelivery(change);
  }
}
