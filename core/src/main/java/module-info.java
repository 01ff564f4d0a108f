/** Tags, prices, budgets, events and the metered call; knows no provider SDK. */
module io.costaware.core {
  exports io.costaware.models;
  exports io.costaware.profiles;
  exports io.costaware.tags;
  exports io.costaware.target;

  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;

  // Transitive, because @Nullable stands in exported signatures; static, because only compilers
  // read it.
  requires static transitive org.jspecify;
}
