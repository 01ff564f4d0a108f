package io.costaware;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware")
        .storey(7, "batch")
        .storey(6, "client", "report")
        .storey(5, "call", "alert", "chargeback")
        .storey(4, "sink", "recorded")
        .storey(3, "event")
        .storey(2, "models", "admission", "catalog", "ledger", "config")
        .storey(1, "profiles", "pricing", "budget")
        .storey(0, "target", "tags", "usage", "money", "media", "spelling")
        .exact("money", "pricing", "budget", "ledger", "usage", "catalog", "config");
  }
}
