package io.costaware.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A store of slices could not be reached, did not answer in time, or is not what it should be.
 * Whether what was asked of it took effect is not known; it may be asked again.
 */
public final class SliceStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message which store, what happened, and what to do; without credentials
   */
  public SliceStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
