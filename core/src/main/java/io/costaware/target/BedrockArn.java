package io.costaware.target;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ARNs that Bedrock takes in place of a model id.
 *
 * <p>Lenient where Bedrock is: the Region of a foundation model may be empty, which stands for
 * global routing.
 *
 * <p>Safe for use by many threads.
 */
final class BedrockArn {
  private static final int PARTS = 6;

  private BedrockArn() {}

  static Aim aim(String arn, @Nullable String clientRegion) {
    String[] parts = arn.split(":", PARTS);
    if (parts.length < PARTS) {
      return malformed(arn, "it has " + parts.length + " of " + PARTS + " parts");
    }
    String partition = lower(parts[1]);
    if (!partition.equals("aws") && !partition.startsWith("aws-")) {
      return malformed(arn, "its partition is '" + parts[1] + "'");
    }
    String service = lower(parts[2]);
    String resource = parts[5];
    int slash = resource.indexOf('/');
    String kind = lower(slash < 0 ? resource : resource.substring(0, slash));
    String name = slash < 0 ? "" : resource.substring(slash + 1);
    if (service.equals("sagemaker") && kind.equals("endpoint")) {
      return unpriceable(arn, "a SageMaker endpoint, billed by the hour for its instances");
    }
    if (!service.equals("bedrock")) {
      return malformed(arn, "its service is '" + parts[2] + "'");
    }
    if (name.isBlank()) {
      return malformed(arn, "nothing follows '" + kind + "'");
    }
    return aim(arn, kind, name, lower(parts[3]), clientRegion);
  }

  private static Aim aim(
      String arn, String kind, String name, String arnRegion, @Nullable String clientRegion) {
    String region = clientRegion != null ? clientRegion : arnRegion.isEmpty() ? null : arnRegion;
    return switch (kind) {
      case "foundation-model" ->
          BedrockIds.aim(
              arn,
              name,
              arnRegion.isEmpty() ? RoutingScope.GLOBAL : RoutingScope.IN_REGION,
              region);
      case "inference-profile" -> BedrockIds.aim(name, region);
      case "application-inference-profile" -> new Aim.Profile(arn);
      case "provisioned-model" -> new Aim.Prepaid(arn, ServiceTier.PROVISIONED, region);
      case "custom-model", "custom-model-deployment" ->
          unpriceable(arn, "a custom model, whose price depends on its base model");
      case "imported-model" ->
          unpriceable(arn, "an imported model, billed by custom model units and minutes");
      case "prompt" -> unpriceable(arn, "a stored prompt, which names its model elsewhere");
      case "default-prompt-router", "prompt-router" ->
          new Aim.Unpriceable(
              "'"
                  + arn
                  + "' is a prompt router, which chooses the model at each call; an answer that"
                  + " names the model is priced by that, for any other name one by an alias");
      case "marketplace" ->
          unpriceable(arn, "a marketplace endpoint, billed by the hour for its instances");
      default ->
          new Aim.Unpriceable(
              "'"
                  + arn
                  + "' names a '"
                  + kind
                  + "', which this version cannot price; "
                  + "name the model behind it by an alias");
    };
  }

  private static String lower(String part) {
    return part.strip().toLowerCase(Locale.ROOT);
  }

  private static Aim unpriceable(String arn, String what) {
    return new Aim.Unpriceable(
        "'" + arn + "' is " + what + "; to price its calls, name the model behind it by an alias");
  }

  private static Aim malformed(String arn, String fault) {
    return new Aim.Unpriceable(
        "'"
            + arn
            + "' is a malformed ARN: "
            + fault
            + "; write one such as arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0");
  }
}
