package io.costaware.redis;

import io.costaware.ledger.SliceStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what Redis answered, and what to do about it. */
final class RedisFailure {
  private static final String OTHER_LAYOUT = "COSTAWARELAYOUT ";

  private RedisFailure() {}

  static SliceStoreException whileConnecting(String place, RedisURI uri, Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage()).toUpperCase(Locale.ROOT);
      if (message.contains("WRONGPASS")
          || message.contains("NOAUTH")
          || message.contains("INVALID PASSWORD")
          || message.contains("INVALID USERNAME")) {
        return new SliceStoreException(
            "Redis at "
                + place
                + " refused the credentials of "
                + user(uri)
                + " (not shown); check user and password of its address",
            null);
      }
    }
    return new SliceStoreException(
        "Redis at "
            + place
            + " can't be reached; check that it runs there, that the network lets this process"
            + " through, and whether it wants encryption (rediss://)",
        failure);
  }

  static SliceStoreException of(String place, RedisCommandExecutionException failure) {
    String message = String.valueOf(failure.getMessage());
    int layout = message.indexOf(OTHER_LAYOUT);
    if (layout >= 0) {
      return otherLayout(place, message.substring(layout + OTHER_LAYOUT.length()).trim());
    }
    return new SliceStoreException(
        "Redis at " + place + " refused what was asked of it: " + message + advice(message),
        failure);
  }

  private static SliceStoreException otherLayout(String place, String found) {
    return new SliceStoreException(
        "The budgets in Redis at "
            + place
            + " have layout "
            + found.split("[\\s,]", 2)[0]
            + ", this version of costaware reads layout "
            + SliceScript.LAYOUT
            + ". Run one version on all nodes, or give this one another prefix and set it up",
        null);
  }

  static SliceStoreException notSetUp(String place, String prefix) {
    return new SliceStoreException(
        "Redis at "
            + place
            + " has no budgets under the prefix '"
            + prefix
            + "': it is not set up, it is another Redis, or it has lost everything. Call"
            + " RedisSliceStore.setUp once as part of the deployment, with the same prefix",
        null);
  }

  private static String advice(String message) {
    if (message.contains("NOPERM") || message.contains("permission")) {
      return ". The user needs the commands and keys that the README of costaware-redis-ledger lists";
    }
    if (message.contains("OOM")) {
      return ". It has no memory left";
    }
    if (message.contains("READONLY")) {
      return ". It is a replica; the address must lead to the primary";
    }
    if (message.contains("CROSSSLOT")) {
      return ". It is a cluster with other hash tags than Redis' own";
    }
    return "";
  }

  private static String user(RedisURI uri) {
    @Nullable String name =
        uri.getCredentialsProvider() == null
            ? null
            : uri.getCredentialsProvider()
                .resolveCredentials()
                .map(credentials -> credentials.hasUsername() ? credentials.getUsername() : "")
                .block();
    return name == null || name.isEmpty() ? "the default user" : "user '" + name + "'";
  }
}
