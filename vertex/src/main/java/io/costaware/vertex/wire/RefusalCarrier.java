package io.costaware.vertex.wire;

import io.costaware.call.CallRefusedException;
import java.io.IOException;

/** Carries a refusal through a dispatcher's thread, which takes no other exception. */
final class RefusalCarrier extends IOException {
  private static final long serialVersionUID = 1L;

  RefusalCarrier(CallRefusedException refusal) {
    super(refusal.getMessage(), refusal);
  }
}
