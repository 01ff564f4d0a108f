package io.costaware.vertex.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import java.util.List;

/**
 * A list of tokens by modality. What is not audio, image or video is priced as text: documents too.
 *
 * <p>Immutable.
 */
final class Modalities {
  /**
   * Those that a model may price apart.
   *
   * <p>Immutable.
   */
  enum Kind {
    IMAGE(Meter.INPUT_IMAGE, Meter.CACHE_READ, Meter.OUTPUT_IMAGE),
    VIDEO(Meter.INPUT_VIDEO, Meter.CACHE_READ, Meter.OUTPUT_VIDEO),
    AUDIO(Meter.INPUT_AUDIO, Meter.CACHE_READ_AUDIO, Meter.OUTPUT_AUDIO);

    private final Meter input;
    private final Meter cached;
    private final Meter output;

    Kind(Meter input, Meter cached, Meter output) {
      this.input = input;
      this.cached = cached;
      this.output = output;
    }

    Meter input() {
      return input;
    }

    Meter cached() {
      return cached;
    }

    Meter output() {
      return output;
    }
  }

  private static final List<String> ALL = List.of("TEXT", "DOCUMENT", "IMAGE", "VIDEO", "AUDIO");

  private final RawUsage raw;
  private final String prefix;

  private Modalities(RawUsage raw, String prefix) {
    this.raw = raw;
    this.prefix = prefix;
  }

  /** The first of these lists that the answer has. */
  static Modalities of(RawUsage raw, List<String> lists) {
    for (String list : lists) {
      Modalities modalities = new Modalities(raw, list + ".");
      if (!modalities.isEmpty()) {
        return modalities;
      }
    }
    return new Modalities(raw, lists.get(0) + ".");
  }

  boolean isEmpty() {
    return ALL.stream().allMatch(name -> raw.get(prefix + name).isEmpty());
  }

  long get(Kind kind) {
    return raw.orZero(prefix + kind.name());
  }

  /** Throws an ArithmeticException if it overflows. */
  long sum() {
    long sum = 0;
    for (String name : ALL) {
      sum = Math.addExact(sum, raw.orZero(prefix + name));
    }
    return sum;
  }
}
