package io.costaware.drill;

/** Processes that share budgets in Redis. */
class RedisDrillTest extends DrillPromises {
  @Override
  String kind() {
    return "redis";
  }
}
