package io.costaware.vertex;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.vertex")
        .storey(0, "usage")
        .storey(1, "wire")
        .storey(2, "client")
        .exact("usage");
  }
}
