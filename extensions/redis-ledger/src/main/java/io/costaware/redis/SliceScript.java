package io.costaware.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The script that Redis runs, and its digest, under which Redis remembers it. */
final class SliceScript {
  /** Of the data that the script keeps; another layout has another number. */
  static final int LAYOUT = 1;

  private static final String SOURCE = source();
  private static final String DIGEST = digest();

  private final String recoveryMillis;

  SliceScript(RedisSliceOptions options) {
    recoveryMillis = Long.toString(options.recovery().toMillis());
  }

  /** One run of the script. */
  record Call(List<String> keys, List<String> values) {}

  Call call(List<String> keys, String task, String... values) {
    List<String> all = new ArrayList<>(3 + values.length);
    all.add(Integer.toString(LAYOUT));
    all.add(recoveryMillis);
    all.add(task);
    all.addAll(List.of(values));
    return new Call(keys, all);
  }

  /** By the digest; fails if Redis has forgotten the script. */
  RedisFuture<List<Object>> send(RedisScriptingAsyncCommands<String, String> redis, Call call) {
    return redis.evalsha(
        DIGEST,
        ScriptOutputType.MULTI,
        call.keys().toArray(String[]::new),
        call.values().toArray(String[]::new));
  }

  /** With the whole text, which Redis then remembers. */
  RedisFuture<List<Object>> sendWhole(
      RedisScriptingAsyncCommands<String, String> redis, Call call) {
    return redis.eval(
        SOURCE,
        ScriptOutputType.MULTI,
        call.keys().toArray(String[]::new),
        call.values().toArray(String[]::new));
  }

  private static String source() {
    try (InputStream in = SliceScript.class.getResourceAsStream("slices.lua")) {
      if (in == null) {
        throw new IllegalStateException("slices.lua is missing beside " + SliceScript.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(SOURCE.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
