package io.costaware.imitation;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.imitation");
  }
}
