package io.costaware.client;

/**
 * Why a model stopped.
 *
 * <p>Immutable.
 */
public enum StopReason {
  /** It was done. */
  END,
  /** It asks for a tool. */
  TOOL_USE,
  /** The output cap was reached. */
  MAX_TOKENS,
  /** A stop sequence came. */
  STOP_SEQUENCE,
  /** A guardrail or a safety filter stepped in. */
  FILTERED,
  /** Another reason; the provider's own word tells it. */
  OTHER
}
