package io.costaware.report;

import io.costaware.event.CostEvent;
import io.costaware.money.Money;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up costs before and after, in all and by row. For use by one thread. */
final class ComparisonTally {
  private static final class Row {
    private final Sum before;
    private final Sum after;
    private long calls;

    Row(Currency currency) {
      before = new Sum(currency);
      after = new Sum(currency);
    }

    void add(Money was, Money is) {
      calls++;
      before.add(was);
      after.add(is);
    }

    Change change() {
      return new Change(calls, before.total(), after.total());
    }
  }

  private record Table(Breakdown breakdown, SortedMap<String, Row> rows) {}

  private final Currency currency;
  private final Row all;
  private final List<Table> tables = new ArrayList<>();

  ComparisonTally(Currency currency, List<Breakdown> breakdowns) {
    this.currency = currency;
    this.all = new Row(currency);
    for (Breakdown breakdown : breakdowns) {
      tables.add(new Table(breakdown, new TreeMap<>()));
    }
  }

  void add(CostEvent event, Money before, Money after) {
    all.add(before, after);
    for (Table table : tables) {
      table
          .rows
          .computeIfAbsent(table.breakdown.rowOf(event), name -> new Row(currency))
          .add(before, after);
    }
  }

  Change total() {
    return all.change();
  }

  List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Table table : tables) {
      SortedMap<String, Change> rows = new TreeMap<>();
      table.rows.forEach((name, row) -> rows.put(name, row.change()));
      comparisons.add(new Comparison(table.breakdown.name(), rows));
    }
    return comparisons;
  }
}
