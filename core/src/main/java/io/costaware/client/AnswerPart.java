package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A piece of an answer that comes as a stream.
 *
 * <p>Immutable.
 */
public sealed interface AnswerPart {
  /**
   * More text.
   *
   * <p>Immutable.
   *
   * @param text what is to be appended
   */
  record TextPart(String text) implements AnswerPart {
    /** Refuses null. */
    public TextPart {
      requireNonNull(text, "text");
    }
  }

  /**
   * More thinking.
   *
   * <p>Immutable.
   *
   * @param text what is to be appended
   */
  record ReasoningPart(String text) implements AnswerPart {
    /** Refuses null. */
    public ReasoningPart {
      requireNonNull(text, "text");
    }
  }

  /**
   * A tool that the model asks for, whole.
   *
   * <p>Immutable.
   *
   * @param id joins it with its result
   * @param name the tool
   * @param input its arguments
   */
  record ToolUsePart(String id, String name, JsonNode input) implements AnswerPart {
    /** Refuses nulls. */
    public ToolUsePart {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(input, "input");
    }
  }

  /**
   * The last part: the whole answer with its cost.
   *
   * <p>Immutable.
   *
   * @param answer all parts put together
   */
  record Finished(Answer answer) implements AnswerPart {
    /** Refuses null. */
    public Finished {
      requireNonNull(answer, "answer");
    }
  }
}
