package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a message.
 *
 * <p>Immutable.
 */
public sealed interface Content {
  /**
   * Text.
   *
   * <p>Immutable.
   *
   * @param text the text
   */
  record Text(String text) implements Content {
    /** Refuses null. */
    public Text {
      requireNonNull(text, "text");
    }
  }

  /**
   * An image.
   *
   * <p>Immutable.
   *
   * @param media the image
   */
  record Image(Media media) implements Content {
    /** Refuses null. */
    public Image {
      requireNonNull(media, "media");
    }
  }

  /**
   * A document.
   *
   * <p>Immutable.
   *
   * @param name what the model knows it by
   * @param media the document
   */
  record Document(String name, Media media) implements Content {
    /** Refuses nulls. */
    public Document {
      requireNonNull(name, "name");
      requireNonNull(media, "media");
    }
  }

  /**
   * Sound.
   *
   * <p>Immutable.
   *
   * @param media the sound
   */
  record Audio(Media media) implements Content {
    /** Refuses null. */
    public Audio {
      requireNonNull(media, "media");
    }
  }

  /**
   * A film.
   *
   * <p>Immutable.
   *
   * @param media the film
   */
  record Video(Media media) implements Content {
    /** Refuses null. */
    public Video {
      requireNonNull(media, "media");
    }
  }

  /**
   * The model asks for a tool.
   *
   * <p>Immutable.
   *
   * @param id joins it with its result
   * @param name the tool
   * @param input its arguments, an object
   */
  record ToolUse(String id, String name, JsonNode input) implements Content {
    /** Refuses nulls. */
    public ToolUse {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(input, "input");
    }
  }

  /**
   * What a tool answered.
   *
   * <p>Immutable.
   *
   * @param id the id of the use
   * @param name the tool
   * @param content the answer: text, or media where the provider takes it
   * @param failed whether the tool failed
   */
  record ToolResult(String id, String name, List<Content> content, boolean failed)
      implements Content {
    /** Copies the list. */
    public ToolResult {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      content = List.copyOf(content);
    }
  }

  /**
   * The model's thinking. Give it back unchanged in the next turn where the provider asks for that.
   *
   * <p>Immutable.
   *
   * @param text the thinking, empty where the provider hides it
   * @param signature the provider's proof that it is unchanged; null if there is none
   */
  record Reasoning(String text, @Nullable String signature) implements Content {
    /** Refuses a null text. */
    public Reasoning {
      requireNonNull(text, "text");
    }
  }

  /**
   * What stands before this point may be cached by the provider. Providers that cache by themselves
   * pass over it.
   *
   * <p>Immutable.
   *
   * @param lifetime how long
   */
  record CachePoint(Lifetime lifetime) implements Content {
    /**
     * How long a cache keeps the prompt.
     *
     * <p>Immutable.
     */
    public enum Lifetime {
      /** Five minutes. */
      FIVE_MINUTES,
      /** One hour. */
      ONE_HOUR
    }

    /** Refuses null. */
    public CachePoint {
      requireNonNull(lifetime, "lifetime");
    }
  }

  /** Text. */
  static Content text(String text) {
    return new Text(text);
  }

  /** A cache point of five minutes. */
  static Content cachePoint() {
    return new CachePoint(CachePoint.Lifetime.FIVE_MINUTES);
  }
}
