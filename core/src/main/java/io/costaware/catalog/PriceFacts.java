package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ModelLimits;
import io.costaware.target.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of recorded price facts: prices with what each source says, limits of models, and events
 * that changed prices. One JSON object a line; {@code docs/price-sheets.md} describes the fields.
 *
 * <p>A file is taken as a whole or refused as a whole.
 *
 * <p>Immutable.
 */
public final class PriceFacts {
  private final List<PriceFact> stated;
  private final List<ModelEvent> events;
  private final SortedMap<ModelName, ModelFacts> models;

  PriceFacts(
      List<PriceFact> stated, List<ModelEvent> events, SortedMap<ModelName, ModelFacts> models) {
    this.stated = List.copyOf(stated);
    this.events = List.copyOf(events);
    this.models = new TreeMap<>(models);
  }

  /**
   * A model of a provider, ordered by both.
   *
   * <p>Immutable.
   *
   * @param provider who offers it
   * @param model the base model id
   */
  public record ModelName(Provider provider, String model) implements Comparable<ModelName> {
    @Override
    public int compareTo(ModelName other) {
      int order = provider.compareTo(other.provider);
      return order == 0 ? model.compareTo(other.model) : order;
    }
  }

  /**
   * What the facts say of a model beside its prices.
   *
   * <p>Immutable.
   *
   * @param limits what it takes and gives at most
   * @param retired whether it is no longer offered
   */
  public record ModelFacts(ModelLimits limits, boolean retired) {}

  /**
   * Reads a file of facts and checks all of it.
   *
   * @throws IllegalArgumentException if a line is wrong; the message names every such line
   * @throws IOException if the file cannot be read
   */
  public static PriceFacts read(Path file) throws IOException {
    requireNonNull(file, "file");
    try (InputStream lines = Files.newInputStream(file)) {
      return read(file.toString(), lines);
    }
  }

  /**
   * Reads facts and checks all of them.
   *
   * @param origin what messages call them
   * @param lines one JSON object a line in UTF-8; not closed
   * @throws IllegalArgumentException if a line is wrong; the message names every such line
   * @throws IOException if the stream cannot be read
   */
  public static PriceFacts read(String origin, InputStream lines) throws IOException {
    return new FactReader(requireNonNull(origin, "origin")).read(requireNonNull(lines, "lines"));
  }

  /** The prices exactly as they stand in the file, in its order. */
  public List<PriceFact> stated() {
    return stated;
  }

  /** The events, in the order of the file. */
  public List<ModelEvent> events() {
    return events;
  }

  /** Every model of which a price, a limit or an event tells, with what else is known of it. */
  public SortedMap<ModelName, ModelFacts> models() {
    return new TreeMap<>(models);
  }

  /**
   * The prices with the intervals that events and recorded edits give them, those included that
   * {@link #leftOut()} names.
   */
  public List<PriceFact> rows() {
    return new FactRows(stated, events).all();
  }

  /** Which of the {@link #rows()} no sheet can hold or should trust, each with the reason. */
  public List<LeftOut> leftOut() {
    return new FactExclusions(rows()).found();
  }
}
