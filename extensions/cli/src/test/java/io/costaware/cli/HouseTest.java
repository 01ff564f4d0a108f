package io.costaware.cli;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.cli")
        .storey(0, "io")
        .storey(1, "book", "log")
        .storey(2, "price", "prices", "simulate");
  }
}
