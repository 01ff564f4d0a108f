/** Tags, prices, budgets, events and the metered call; knows no provider SDK. */
module io.costaware.core {
  exports io.costaware;
  exports io.costaware.admission;
  exports io.costaware.budget;
  exports io.costaware.call;
  exports io.costaware.catalog;
  exports io.costaware.client;
  exports io.costaware.config;
  exports io.costaware.event;
  exports io.costaware.ledger;
  exports io.costaware.media;
  exports io.costaware.models;
  exports io.costaware.money;
  exports io.costaware.pricing;
  exports io.costaware.profiles;
  exports io.costaware.recorded;
  exports io.costaware.report;
  exports io.costaware.sink;
  exports io.costaware.tags;
  exports io.costaware.target;
  exports io.costaware.usage;

  // YAML, if the module of Jackson that reads it is there.
  uses com.fasterxml.jackson.core.JsonFactory;

  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;

  // Transitive, because JSON values stand in the provider-neutral messages.
  requires transitive com.fasterxml.jackson.databind;

  // Transitive, because loggers and their levels stand in exported signatures.
  requires transitive org.slf4j;

  // Transitive, because @Nullable stands in exported signatures; static, because only compilers
  // read it.
  requires static transitive org.jspecify;
}
