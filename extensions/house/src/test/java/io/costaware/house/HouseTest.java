package io.costaware.house;

class HouseTest extends HouseContract {
  @Override
  protected House house() {
    return House.of("io.costaware.house");
  }
}
