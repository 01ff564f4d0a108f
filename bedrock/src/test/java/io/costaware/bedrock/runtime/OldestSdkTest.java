package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.util.VersionInfo;

/** That the run on the oldest SDK really is one. */
class OldestSdkTest {
  @Test
  @EnabledIfSystemProperty(named = "costaware.oldestSdk", matches = ".+")
  void theSdkOfThisRunIsTheOldestThatIsSupported() throws Exception {
    // By reflection, because the compiler has put the newer SDK's constant into this class.
    assertThat(VersionInfo.class.getField("SDK_VERSION").get(null))
        .isEqualTo(System.getProperty("costaware.oldestSdk"));
  }
}
