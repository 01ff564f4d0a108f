package io.costaware.client;

/**
 * Who counts the input of a prompt for an estimate.
 *
 * <p>Immutable.
 */
public enum Counting {
  /** Nobody: tokens are reckoned from the text, at once and without a network. */
  RECKONED,
  /**
   * The provider, by its free operation: one request over the network. Where it cannot or will not
   * count, the input is reckoned, and the basis of the estimate says why.
   */
  BY_PROVIDER
}
