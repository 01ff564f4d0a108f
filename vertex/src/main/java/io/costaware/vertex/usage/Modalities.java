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

  private static final List<String> ALL = List.of("IMAGE", "VIDEO", "AUDIO", "TEXT", "DOCUMENT");

  /**
   * Where a list stands among the raw numbers; put together once, not at each call.
   *
   * <p>Immutable.
   */
  record Names(List<String> all) {}

  private final RawUsage raw;
  private final Names names;

  private Modalities(RawUsage raw, Names names) {
    this.raw = raw;
    this.names = names;
  }

  /** The names under which the raw numbers keep a list; first those of {@link Kind}. */
  static Names names(String list) {
    return new Names(ALL.stream().map(modality -> list + "." + modality).toList());
  }

  /** The first of these lists that the answer has. */
  static Modalities of(RawUsage raw, List<Names> lists) {
    for (Names names : lists) {
      Modalities modalities = new Modalities(raw, names);
      if (!modalities.isEmpty()) {
        return modalities;
      }
    }
    return new Modalities(raw, lists.get(0));
  }

  boolean isEmpty() {
    for (String name : names.all()) {
      if (raw.get(name).isPresent()) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("EnumOrdinal") // The names begin with the kinds, in their order.
  long get(Kind kind) {
    return raw.orZero(names.all().get(kind.ordinal()));
  }

  /** Throws an ArithmeticException if it overflows. */
  long sum() {
    long sum = 0;
    for (String name : names.all()) {
      sum = Math.addExact(sum, raw.orZero(name));
    }
    return sum;
  }
}
