package io.costaware.examples;

import io.costaware.event.CallEvent;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;
import java.util.Set;
import java.util.TreeSet;

/** Writes a receipt so that a person can do the sum again. */
final class Receipts {
  private Receipts() {}

  static String describe(CallEvent event) {
    Receipt receipt = event.receipt();
    StringBuilder text = new StringBuilder();
    text.append(event.call().tags()).append(' ').append(event.call().operation().id());
    text.append(" at ").append(event.at()).append('\n');
    text.append(event.call().requestedModel()).append(" is ").append(receipt.target());
    text.append(", tier ").append(receipt.tier()).append('\n');
    Set<String> sources = new TreeSet<>();
    for (ReceiptLine line : receipt.lines()) {
      text.append(
          "  %-8s %6d x %-16s = %s%n"
              .formatted(line.meter().id(), line.quantity(), line.unitPrice(), line.amount()));
      sources.add(line.version() + " (" + line.condition() + "): " + line.source());
    }
    text.append("  %-8s %27s %s%n".formatted("total", "", receipt));
    sources.forEach(source -> text.append("  priced by ").append(source));
    return text.toString();
  }
}
