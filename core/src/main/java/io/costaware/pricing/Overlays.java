package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The overlays of a book, the lowest first, and what they make of a price.
 *
 * <p>Immutable.
 */
final class Overlays {
  private static final int PERCENT = 2;

  private final List<PriceOverlay> all;
  private final Set<String> accounts = new HashSet<>();
  private final Map<String, Set<String>> tagValues = new HashMap<>();

  Overlays(List<PriceOverlay> all) {
    this.all = List.copyOf(all);
    for (PriceOverlay overlay : all) {
      String account = overlay.where().account();
      if (account != null) {
        accounts.add(account);
      }
      overlay
          .where()
          .tags()
          .forEach((key, value) -> tagValues.computeIfAbsent(key, k -> new HashSet<>()).add(value));
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<PriceOverlay> all() {
    return all;
  }

  /**
   * Of a key the accounts and tags that some overlay names, so that calls that differ in nothing
   * else share a card, and that names nobody asks for take no room; the key itself if that is all.
   */
  PriceKey relevant(PriceKey key) {
    String account = key.account();
    String kept = account != null && accounts.contains(account) ? account : null;
    Tags tags = relevant(key.tags());
    return Objects.equals(kept, account) && tags.equals(key.tags())
        ? key
        : new PriceKey(key.target(), key.tier(), key.attributes(), kept, tags);
  }

  private Tags relevant(Tags tags) {
    if (tagValues.isEmpty() || tags.isEmpty()) {
      return Tags.none();
    }
    List<String> kept = new ArrayList<>(tagValues.size());
    tagValues.forEach(
        (key, values) -> {
          String value = tags.get(key);
          if (value != null && values.contains(value)) {
            kept.add(key);
          }
        });
    return kept.isEmpty() ? Tags.none() : tags.restrict(kept);
  }

  /** Those for a call, whatever their dates, with their heights. */
  List<Lying> over(PriceKey key) {
    List<Lying> over = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).where().selects(key)) {
        over.add(new Lying(all.get(i), i + 1));
      }
    }
    return over;
  }

  /**
   * An overlay and how high it lies; sheets lie at 0.
   *
   * <p>Immutable.
   *
   * @param overlay the overlay
   * @param height 1 for the lowest
   */
  record Lying(PriceOverlay overlay, int height) {
    boolean holdsAt(long atMillis) {
      return atMillis >= fromMillis() && atMillis < toMillis();
    }

    long fromMillis() {
      return millis(overlay.from(), Long.MIN_VALUE);
    }

    long toMillis() {
      return millis(overlay.to(), Long.MAX_VALUE);
    }

    private static long millis(@Nullable Instant moment, long open) {
      if (moment == null) {
        return open;
      }
      try {
        return moment.toEpochMilli();
      } catch (ArithmeticException e) {
        return moment.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }

    /** A price within the time of this overlay. */
    Price.Known within(Price.Known price) {
      Instant from = price.from();
      Instant to = price.to();
      Instant begins = overlay.from();
      Instant ends = overlay.to();
      return new Price.Known(
          price.meter(),
          price.perUnit(),
          price.condition(),
          price.source(),
          price.version(),
          begins != null && (from == null || begins.isAfter(from)) ? begins : from,
          ends != null && (to == null || ends.isBefore(to)) ? ends : to,
          price.confidence());
    }
  }

  /** What the overlays in force make of a price that a layer lists. */
  static Price.Known apply(List<Lying> inForce, LayeredRow chosen, Price.Known listed) {
    Price.Known price = listed;
    boolean first = true;
    for (Lying lying : inForce) {
      if (lying.height == chosen.layer().height()) {
        price = lying.within(price);
      }
      if (lying.height > chosen.layer().height()
          && lying.overlay.meters().contains(price.meter())) {
        price = lying.within(discounted(price, lying.overlay, first));
        first = false;
      }
    }
    return price;
  }

  private static Price.Known discounted(Price.Known price, PriceOverlay overlay, boolean first) {
    BigDecimal left = BigDecimal.valueOf(100).subtract(overlay.percent()).movePointLeft(PERCENT);
    Money less = new Money(price.perUnit().amount().multiply(left), price.perUnit().currency());
    String taken =
        (first ? "list " + price.perUnit().decimal() : "then")
            + " less "
            + overlay.percent().toPlainString()
            + " %";
    return new Price.Known(
        price.meter(),
        less,
        price.condition() + "; " + overlay.name() + " (" + taken + ")",
        price.source(),
        overlay.name() + " over " + price.version(),
        price.from(),
        price.to(),
        price.confidence());
  }
}
