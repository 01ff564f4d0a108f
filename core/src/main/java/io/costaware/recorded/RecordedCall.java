package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was called, when, and what the provider answered, restated to the facts that carry usage.
 *
 * <p>Immutable. Its JSON is not copied; leave it as it is.
 *
 * @param id free text; null if there is none
 * @param provider who was asked
 * @param model as it was sent: alias, id, profile, ARN, publisher path
 * @param operation what was called
 * @param atMillis milliseconds of the epoch at which it was dispatched
 * @param place the Region or location that the client pointed at; null where not known
 * @param request facts of the request that the price needs; a missing node if there are none
 * @param response the provider's body, or the parts of it that carry usage; may be missing
 * @param status the HTTP status where the call failed; 0 where it is not told
 * @param headers response headers by their name in lower case
 * @param events for streams the decoded events in order, an array; may be missing
 * @param account the AWS account or Google Cloud project that paid; null if it is not told, and
 *     then the one that the model's name bears counts
 * @param tags who the call was for
 */
public record RecordedCall(
    @Nullable String id,
    Provider provider,
    String model,
    Operation operation,
    long atMillis,
    @Nullable String place,
    JsonNode request,
    JsonNode response,
    int status,
    Map<String, String> headers,
    JsonNode events,
    @Nullable String account,
    Tags tags) {
  /** Refuses nulls. */
  public RecordedCall {
    requireNonNull(provider, "provider");
    requireNonNull(model, "model");
    requireNonNull(operation, "operation");
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    requireNonNull(events, "events");
    requireNonNull(tags, "tags");
    headers = Map.copyOf(headers);
  }

  /** A call of which nobody knows who paid and who it was for. */
  public RecordedCall(
      @Nullable String id,
      Provider provider,
      String model,
      Operation operation,
      long atMillis,
      @Nullable String place,
      JsonNode request,
      JsonNode response,
      int status,
      Map<String, String> headers,
      JsonNode events) {
    this(
        id,
        provider,
        model,
        operation,
        atMillis,
        place,
        request,
        response,
        status,
        headers,
        events,
        null,
        Tags.none());
  }

  /** This as if it had named its model otherwise, for example by what an alias stands for. */
  public RecordedCall withModel(String other) {
    return new RecordedCall(
        id, provider, other, operation, atMillis, place, request, response, status, headers, events,
        account, tags);
  }

  /** A response header by its name in any case; null if it is not there. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}
