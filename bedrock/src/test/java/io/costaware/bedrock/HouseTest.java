package io.costaware.bedrock;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.bedrock")
        .storey(2, "converse")
        .storey(1, "runtime")
        .storey(0, "usage", "profile", "pricelist")
        .exact("usage", "pricelist");
  }
}
