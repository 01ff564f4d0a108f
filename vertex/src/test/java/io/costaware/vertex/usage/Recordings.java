package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.recorded.RecordedCall;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes recorded calls of few words, reads them, and prices what was read. */
final class Recordings {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
          .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES, true);
  private static final PriceBook BUNDLED = SheetPriceBook.of(PriceSheet.bundled());

  private final String model;
  private final Operation operation;
  private long at = Instant.parse("2026-08-21T00:00:00Z").toEpochMilli();
  private @Nullable String place;
  private JsonNode request = MissingNode.getInstance();
  private JsonNode response = MissingNode.getInstance();
  private JsonNode events = MissingNode.getInstance();
  private int status;
  private Map<String, String> headers = Map.of();

  private Recordings(String model, String operation) {
    this.model = model;
    this.operation = Operation.of(Provider.VERTEX, operation);
  }

  static Recordings of(String model, String operation) {
    return new Recordings(model, operation);
  }

  /** The answer of generateContent with these counts, without the braces round them. */
  static Recordings gemini(String model, String usage) {
    return of(model, "generateContent").answered("{usageMetadata: {" + usage + "}}");
  }

  Recordings at(String day) {
    at = Instant.parse(day + "T00:00:00Z").toEpochMilli();
    return this;
  }

  Recordings in(String location) {
    place = location;
    return this;
  }

  Recordings asked(String json) {
    request = json(json);
    return this;
  }

  Recordings answered(String json) {
    response = json(json);
    return this;
  }

  Recordings streamed(String json) {
    events = json(json);
    return this;
  }

  Recordings failed(int withStatus) {
    status = withStatus;
    return this;
  }

  Recordings header(String name, String value) {
    headers = Map.of(name, value);
    return this;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  RecordedAnswer read() {
    return new VertexAnswers()
        .read(
            new RecordedCall(
                "x",
                Provider.VERTEX,
                model,
                operation,
                at,
                place,
                request,
                response,
                status,
                headers,
                events));
  }

  Usage usage() {
    RecordedAnswer answer = read();
    assertThat(answer.knowledge()).isEqualTo(Knowledge.WHOLE);
    return answer.usage();
  }

  Knowledge knowledge() {
    return read().knowledge();
  }

  /** What it costs at the prices that come along. */
  Money cost() {
    RecordedAnswer answer = read();
    Target target =
        ((Aim.Priceable) ModelNames.aim(new ModelId(Provider.VERTEX, model), place)).target();
    PriceKey key = PriceKey.of(target, answer.tier()).with(answer.attributes());
    Money total = BUNDLED.rates(key, at).price(answer.usage()).total();
    assertThat(total).as("%s has a price for %s", model, answer).isNotNull();
    return total;
  }
}
