package io.costaware.drill;

/** Processes that share budgets in PostgreSQL. */
class PostgresDrillTest extends DrillPromises {
  @Override
  String kind() {
    return "postgresql";
  }
}
