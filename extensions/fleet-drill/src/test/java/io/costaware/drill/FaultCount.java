package io.costaware.drill;

/** How many faults there were. For use by one thread. */
final class FaultCount {
  int kills;
  int pauses;
  int restarts;
  int cuts;

  void add(FaultCount more) {
    kills += more.kills;
    pauses += more.pauses;
    restarts += more.restarts;
    cuts += more.cuts;
  }
}
