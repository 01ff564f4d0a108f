package io.costaware.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.costaware.client.AnswerPart;
import io.costaware.client.Content;
import io.costaware.client.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What a fake model answers: text, a tool it asks for, vectors, or a failure. Its tokens are
 * reckoned from the texts unless they are said.
 *
 * <pre>{@code
 * FakeAnswer.text("Hello").tokens(10, 5)
 * FakeAnswer.pieces("Hel", "lo").thenFail(new IllegalStateException("cut"))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class FakeAnswer {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int RECKONED = -1;

  private final List<AnswerPart> parts;
  private final List<List<Float>> vectors;
  private final int inputTokens;
  private final int outputTokens;
  private final boolean usageTold;
  private final @Nullable RuntimeException failure;
  private final @Nullable CountDownLatch gate;
  private final int gateAfter;

  private FakeAnswer(
      List<AnswerPart> parts,
      List<List<Float>> vectors,
      int inputTokens,
      int outputTokens,
      boolean usageTold,
      @Nullable RuntimeException failure,
      @Nullable CountDownLatch gate,
      int gateAfter) {
    this.parts = List.copyOf(parts);
    this.vectors = List.copyOf(vectors);
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
    this.usageTold = usageTold;
    this.failure = failure;
    this.gate = gate;
    this.gateAfter = gateAfter;
  }

  /** A text, which a stream gives in one piece. */
  public static FakeAnswer text(String text) {
    return pieces(text);
  }

  /** A text, which a stream gives in these pieces. */
  public static FakeAnswer pieces(String... pieces) {
    List<AnswerPart> parts = new ArrayList<>();
    for (String piece : pieces) {
      parts.add(new AnswerPart.TextPart(piece));
    }
    return of(parts, List.of());
  }

  /**
   * A tool that the model asks for.
   *
   * @param arguments a JSON object
   * @throws IllegalArgumentException if the arguments are no JSON
   */
  public static FakeAnswer toolUse(String id, String name, String arguments) {
    try {
      JsonNode input = JSON.readTree(arguments);
      return of(List.of(new AnswerPart.ToolUsePart(id, name, input)), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The arguments of tool '" + name + "' are no JSON; write an object such as {}", e);
    }
  }

  /** A vector for the next text to be embedded. */
  public static FakeAnswer vector(float... values) {
    List<Float> vector = new ArrayList<>();
    for (float value : values) {
      vector.add(value);
    }
    return of(List.of(), List.of(vector));
  }

  /** A failure before anything came; it costs nothing. */
  public static FakeAnswer failure(RuntimeException failure) {
    return of(List.of(), List.of()).thenFail(failure);
  }

  private static FakeAnswer of(List<AnswerPart> parts, List<List<Float>> vectors) {
    return new FakeAnswer(parts, vectors, RECKONED, RECKONED, true, null, null, 0);
  }

  /**
   * This, for so many tokens.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public FakeAnswer tokens(int input, int output) {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException(
          "Tokens of " + input + " in and " + output + " out cannot be; use 0 or more");
    }
    return new FakeAnswer(parts, vectors, input, output, usageTold, failure, gate, gateAfter);
  }

  /** This, and then a failure: what came before has cost something that nobody tells. */
  public FakeAnswer thenFail(RuntimeException failure) {
    return new FakeAnswer(
        parts,
        vectors,
        inputTokens,
        outputTokens,
        usageTold,
        requireNonNull(failure, "failure"),
        gate,
        gateAfter);
  }

  /** This, ending without a word about usage. */
  public FakeAnswer withoutUsage() {
    return new FakeAnswer(
        parts, vectors, inputTokens, outputTokens, false, failure, gate, gateAfter);
  }

  /** This, and so many pieces come at once, the others when the gate is at zero. */
  public FakeAnswer stallAfter(int pieces, CountDownLatch gate) {
    return new FakeAnswer(
        parts,
        vectors,
        inputTokens,
        outputTokens,
        usageTold,
        failure,
        requireNonNull(gate, "gate"),
        pieces);
  }

  List<AnswerPart> parts() {
    return parts;
  }

  List<List<Float>> vectors() {
    return vectors;
  }

  long inputTokens(long reckoned) {
    return inputTokens == RECKONED ? reckoned : inputTokens;
  }

  long outputTokens(long reckoned) {
    return outputTokens == RECKONED ? reckoned : outputTokens;
  }

  boolean usageTold() {
    return usageTold;
  }

  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Waits at the gate if it stands before the piece of that index. */
  void awaitGate(int piece) {
    CountDownLatch open = gate;
    if (open == null || piece != gateAfter) {
      return;
    }
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the fake model was held back", e);
    }
  }

  StopReason stopReason() {
    return parts.stream().anyMatch(AnswerPart.ToolUsePart.class::isInstance)
        ? StopReason.TOOL_USE
        : StopReason.END;
  }

  /** The parts as the content of a whole answer, neighbouring texts joined. */
  List<Content> content() {
    List<Content> content = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (AnswerPart part : parts) {
      if (part instanceof AnswerPart.TextPart more) {
        text.append(more.text());
      } else if (part instanceof AnswerPart.ToolUsePart use) {
        endText(text, content);
        content.add(new Content.ToolUse(use.id(), use.name(), use.input()));
      }
    }
    endText(text, content);
    return content;
  }

  private static void endText(StringBuilder text, List<Content> content) {
    if (text.length() > 0) {
      content.add(Content.text(text.toString()));
      text.setLength(0);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Content piece : content()) {
      text.append(piece instanceof Content.Text words ? words.text() : "");
    }
    return text.toString();
  }

  JsonNode body() {
    return JsonNodeFactory.instance.objectNode().put("text", text());
  }
}
