package io.costaware.testkit;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.testkit").storey(0, "wire", "fake").storey(1, "contract");
  }
}
