/** Tags, prices, budgets, events and the metered call; knows no provider SDK. */
module io.costaware.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;
  requires static org.jspecify;
}
