package io.costaware.examples;

import io.costaware.event.CallEvent;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;

/** Prints a receipt so that a person can do the sum again. */
final class Receipts {
  private Receipts() {}

  static String describe(CallEvent event) {
    Receipt receipt = event.receipt();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  %s  %s%n"
            .formatted(event.at(), event.call().operation().id(), event.call().tags()));
    text.append(
        "%s, tier %s, band %s%n".formatted(receipt.target(), receipt.tier(), receipt.bandName()));
    for (ReceiptLine line : receipt.lines()) {
      text.append(
          "  %-16s %8d x %-22s = %s%n"
              .formatted(
                  line.meter().id(), line.quantity(), line.unitPrice(), line.amount()));
      text.append(
          "  %-16s %s; %s%n".formatted("", line.condition(), line.source()));
    }
    text.append("  %-16s %s".formatted("total", receipt));
    return text.toString();
  }
}
