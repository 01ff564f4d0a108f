package io.costaware.jdbc;

import io.costaware.ledger.SliceKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The primary key of a counter: the SHA-256 of its name. The name itself can be longer than what an
 * index of PostgreSQL takes, since tags stand in it.
 */
final class CounterId {
  private final byte[] bytes;

  private CounterId(byte[] bytes) {
    this.bytes = bytes;
  }

  static CounterId of(SliceKey key) {
    String name = key.family() + '\n' + key.startMillis() + '\n' + key.endMillis();
    try {
      return new CounterId(
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static CounterId read(byte[] stored) {
    return new CounterId(stored);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CounterId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
