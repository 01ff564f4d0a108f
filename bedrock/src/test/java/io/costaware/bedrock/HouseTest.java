package io.costaware.bedrock;

import io.costaware.house.House;
import io.costaware.house.HouseContract;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.bedrock").storey(0, "profile");
  }
}
