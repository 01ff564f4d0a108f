package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import java.util.List;

/**
 * Gathers what surrounds calls on the thread that makes them.
 *
 * <p>Safe for use by many threads.
 */
final class Surroundings {
  private final List<TagEnricher> enrichers;
  private final MeterFaults faults;

  Surroundings(List<TagEnricher> enrichers, MeterFaults faults) {
    this.enrichers = enrichers;
    this.faults = faults;
  }

  Ambient here() {
    Tags tags = TagScope.current();
    if (!enrichers.isEmpty()) {
      Tags enriched = Tags.none();
      for (TagEnricher enricher : enrichers) {
        enriched = enriched.merge(tagsOf(enricher));
      }
      tags = enriched.merge(tags);
    }
    return new Ambient(tags, EventScope.current());
  }

  private Tags tagsOf(TagEnricher enricher) {
    try {
      return requireNonNull(enricher.tags(), "a tag enricher answered null");
    } catch (RuntimeException | LinkageError e) {
      faults.add("A tag enricher failed; its tags are left out", e);
      return Tags.none();
    }
  }
}
