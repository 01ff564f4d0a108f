package io.costaware.dynamodb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The names of keys and attributes, and values in DynamoDB's form. */
final class Items {
  static final String COUNTER = "counter";
  static final String PART = "part";
  static final String DUE = "due";
  static final String FORGET_AT = "forgetAt";
  static final String DUE_INDEX = "byDue";
  static final String VERSION = "version";

  private Items() {}

  static Map<String, AttributeValue> key(String counter, String part) {
    return Map.of(COUNTER, text(counter), PART, text(part));
  }

  /** The version of an item that was read; 0 of one that is not there. */
  static long version(@Nullable Map<String, AttributeValue> item) {
    return item == null ? 0 : number(item, VERSION);
  }

  static AttributeValue text(String value) {
    return AttributeValue.builder().s(value).build();
  }

  static AttributeValue number(long value) {
    return AttributeValue.builder().n(Long.toString(value)).build();
  }

  static AttributeValue number(BigInteger value) {
    return AttributeValue.builder().n(value.toString()).build();
  }

  static String text(Map<String, AttributeValue> item, String name) {
    String value = present(item, name).s();
    if (value == null) {
      throw new IllegalStateException("An item's attribute " + name + " is no text");
    }
    return value;
  }

  static long number(Map<String, AttributeValue> item, String name) {
    return whole(item, name).longValueExact();
  }

  /** DynamoDB may hand out a number in another notation than it was given. */
  static BigInteger whole(Map<String, AttributeValue> item, String name) {
    return new BigDecimal(present(item, name).n()).toBigIntegerExact();
  }

  private static AttributeValue present(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("An item lacks its attribute " + name);
    }
    return value;
  }

  static Map<String, AttributeValue> with(
      Map<String, AttributeValue> some, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  /** Keys have limits that names of tags and nodes do not; this never reaches them. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
