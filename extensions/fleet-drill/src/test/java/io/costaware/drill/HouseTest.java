package io.costaware.drill;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.drill").storey(0);
  }
}
