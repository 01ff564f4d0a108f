package io.costaware.bedrock.runtime;

import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;

/**
 * Restates requests for CountTokens, which is free and takes base models alone.
 *
 * <p>Safe for use by many threads.
 */
public final class TokenRequests {
  private TokenRequests() {}

  /**
   * The base model that a name means.
   *
   * @param named a model's name, no alias
   * @param profiles the inference profiles; null if they are not looked up
   * @return null if the name does not tell
   */
  public static @Nullable String baseModel(ModelId named, @Nullable ProfileRegistry profiles) {
    Aim aim = ModelNames.aim(named, null);
    if (aim instanceof Aim.Priceable priceable) {
      return priceable.target().model();
    }
    if (profiles == null || !(aim instanceof Aim.Profile arn)) {
      return null;
    }
    Profile profile = profiles.find(arn.arn());
    return profile == null ? null : profile.model();
  }

  /** The input of a Converse request. */
  public static CountTokensRequest of(String model, ConverseRequest request) {
    return of(
        model,
        request.messages(),
        request.system(),
        request.toolConfig(),
        request.additionalModelRequestFields());
  }

  static CountTokensRequest of(String model, ConverseParts parts) {
    return of(model, parts.messages(), parts.system(), parts.tools(), parts.additional());
  }

  /** The input of a request in the model's own form. */
  static CountTokensRequest of(String model, SdkBytes body) {
    return of(
        model,
        CountTokensInput.fromInvokeModel(InvokeModelTokensRequest.builder().body(body).build()));
  }

  private static CountTokensRequest of(
      String model,
      List<Message> messages,
      List<SystemContentBlock> system,
      @Nullable ToolConfiguration tools,
      @Nullable Document additional) {
    ConverseTokensRequest.Builder same = ConverseTokensRequest.builder().messages(messages);
    if (!system.isEmpty()) {
      same.system(system);
    }
    if (tools != null) {
      same.toolConfig(tools);
    }
    if (additional != null) {
      same.additionalModelRequestFields(additional);
    }
    return of(model, CountTokensInput.fromConverse(same.build()));
  }

  private static CountTokensRequest of(String model, CountTokensInput input) {
    return CountTokensRequest.builder().modelId(model).input(input).build();
  }
}
