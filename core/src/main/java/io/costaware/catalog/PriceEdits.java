package io.costaware.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells price changes among the recorded edits of a map from corrections of its mistakes.
 *
 * <p>An edit is a price change if an event says so: one that changed prices of this kind, of the
 * model or of the one whose id the model's extends, and not after the edit. Any other edit is a
 * correction if
 *
 * <ul>
 *   <li>it came within thirty days of the first listing, when maps are still being filled;
 *   <li>it is a jump by a factor of five or more, such as a slipped point;
 *   <li>it was taken back, or takes one back;
 *   <li>the earlier figure is that of another scope of the model or of its preview, copied over.
 * </ul>
 *
 * <p>What is left is a price change.
 *
 * <p>Immutable.
 */
final class PriceEdits {
  /** The map whose edits the facts record. */
  static final String SOURCE = "litellm";

  private static final long DAYS_OF_FILLING = 30;
  private static final BigDecimal JUMP = BigDecimal.valueOf(5);

  private final List<PriceFact> stated;
  private final List<ModelEvent> events;

  PriceEdits(List<PriceFact> stated, List<ModelEvent> events) {
    this.stated = stated;
    this.events = events;
  }

  /**
   * A price change.
   *
   * <p>Immutable.
   *
   * @param earlier the figure before it
   * @param on the first day of the present one
   */
  record Change(PriceFact.Edit earlier, LocalDate on) {}

  /** The last edit of a price if it is a change; null if there is none or it is a correction. */
  @Nullable Change changeOf(PriceFact fact) {
    List<PriceFact.Edit> edits = fact.edits();
    if (edits.size() < 2) {
      return null;
    }
    PriceFact.Edit last = edits.get(edits.size() - 1);
    PriceFact.Edit earlier = edits.get(edits.size() - 2);
    if (last.usd().compareTo(fact.usd()) != 0) {
      return null;
    }
    return isConfirmed(fact, last.on()) || !isCorrection(fact, earlier, last)
        ? new Change(earlier, last.on())
        : null;
  }

  private boolean isConfirmed(PriceFact fact, LocalDate on) {
    return events.stream()
        .anyMatch(
            event ->
                event.date() != null
                    && !event.date().isAfter(on)
                    && event.isOfFamily(fact.key())
                    && event.changes(fact.key(), fact.unit()));
  }

  private boolean isCorrection(PriceFact fact, PriceFact.Edit earlier, PriceFact.Edit last) {
    LocalDate listed = fact.edits().get(0).on();
    if (ChronoUnit.DAYS.between(listed, last.on()) <= DAYS_OF_FILLING) {
      return true;
    }
    return isJump(earlier.usd(), last.usd()) || takesBack(fact, last) || isCopied(fact, earlier);
  }

  private static boolean isJump(BigDecimal earlier, BigDecimal later) {
    return later.compareTo(earlier.multiply(JUMP)) >= 0
        || earlier.compareTo(later.multiply(JUMP)) >= 0;
  }

  private static boolean takesBack(PriceFact fact, PriceFact.Edit last) {
    return fact.edits().stream()
        .anyMatch(edit -> !edit.equals(last) && edit.usd().compareTo(last.usd()) == 0);
  }

  private boolean isCopied(PriceFact fact, PriceFact.Edit earlier) {
    return stated.stream()
        .filter(other -> other.usd().compareTo(earlier.usd()) == 0)
        .anyMatch(other -> isElsewhere(fact.key(), other.key()));
  }

  /** The same price of another scope, or of the preview of the model. */
  private static boolean isElsewhere(PriceFact.Key key, PriceFact.Key other) {
    boolean sameKind =
        key.provider() == other.provider()
            && key.tier().equals(other.tier())
            && key.band().equals(other.band())
            && key.dimension().equals(other.dimension())
            && key.attributes().equals(other.attributes());
    return sameKind
        && (other.model().equals(key.model())
            ? !other.scope().equals(key.scope())
            : other.model().startsWith(key.model() + "-preview"));
  }
}
