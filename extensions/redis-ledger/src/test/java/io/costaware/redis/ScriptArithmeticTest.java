package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis' numbers are doubles; the script's amounts must be exact all the same. */
class ScriptArithmeticTest {
  private static final List<BigInteger> EDGES =
      List.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO,
          new BigInteger("99999999999999"),
          new BigInteger("100000000000000"),
          new BigInteger("100000000000001"),
          BigInteger.ONE.shiftLeft(53),
          BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE),
          BigInteger.valueOf(Long.MAX_VALUE),
          BigInteger.TEN.pow(27),
          BigInteger.TEN.pow(28).subtract(BigInteger.ONE),
          BigInteger.TEN.pow(28),
          BigInteger.TEN.pow(42));

  @TempDir private static Path directory;

  @Test
  void sumsAreThoseOfBigIntegers() {
    Random random = new Random(30460);
    List<BigInteger[]> pairs = new ArrayList<>();
    for (BigInteger a : EDGES) {
      for (BigInteger b : EDGES) {
        pairs.add(new BigInteger[] {a, b});
        pairs.add(new BigInteger[] {a.negate(), b});
        pairs.add(new BigInteger[] {a, b.negate()});
        pairs.add(new BigInteger[] {a.negate(), b.negate()});
      }
    }
    for (int i = 0; i < 5_000; i++) {
      BigInteger a = any(random);
      pairs.add(
          new BigInteger[] {a, i % 5 == 0 ? a.add(any(random).mod(EDGES.get(3))) : any(random)});
    }
    try (RealRedis redis = new RealRedis(directory);
        RedisLink link = RedisLink.over(redis.connect())) {
      // So that Redis knows the script, and is not sent it with every sum.
      RedisSliceStore.setUp(redis.uri(), RedisSliceStoreTest.PATIENT);
      SliceScript script = new SliceScript(RedisSliceStoreTest.PATIENT);
      List<List<Object>> answers =
          new ScriptRunner(link, script, RedisSliceStoreTest.PATIENT.timeout())
              .run(
                  pairs.stream()
                      .map(
                          pair ->
                              script.call(
                                  List.of("marks"), "sums", pair[0].toString(), pair[1].toString()))
                      .toList());
      for (int i = 0; i < pairs.size(); i++) {
        BigInteger a = pairs.get(i)[0];
        BigInteger b = pairs.get(i)[1];
        assertThat(answers.get(i))
            .as("%s and %s", a, b)
            .containsExactly(
                a.toString(),
                a.add(b).toString(),
                a.subtract(b).toString(),
                Integer.toString(a.compareTo(b)),
                a.max(b).toString(),
                a.min(b).toString(),
                a.signum() < 0 ? "" : a.shiftRight(1).toString());
      }
    }
  }

  private static BigInteger any(Random random) {
    BigInteger size = new BigInteger(1 + random.nextInt(110), random);
    return random.nextInt(3) == 0 ? size.negate() : size;
  }
}
