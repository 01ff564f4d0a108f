package io.costaware.client;

import static java.util.Objects.requireNonNull;

import io.costaware.call.ExpectedInput;
import io.costaware.usage.TextShape;
import io.costaware.usage.TokenFamily;

/**
 * How many tokens a prompt is likely to have, for each family of models, without a tokenizer and
 * without a network. How far off that is stands in {@code docs/estimates.md}.
 *
 * <p>Safe for use by many threads.
 */
public final class PromptTokens {
  /** Role and separators of a turn, name and frame of a tool. */
  private static final long FRAME = 4;

  /** What providers write into a prompt as soon as it has tools. */
  private static final long TOOLS_PREAMBLE = 300;

  private final Prompt prompt;

  private PromptTokens(Prompt prompt) {
    this.prompt = requireNonNull(prompt, "prompt");
  }

  /** The tokens of a prompt. */
  public static PromptTokens of(Prompt prompt) {
    return new PromptTokens(prompt);
  }

  /**
   * The input that is likely, for an estimate by the meter.
   *
   * @param because why it is reckoned and not counted; empty if nobody was to count
   */
  public ExpectedInput expected(String because) {
    boolean assumed = new Reckoning(prompt, "").media.assumed();
    String lengths = assumed ? "media of unknown length assumed" : "";
    String both = because.isEmpty() || lengths.isEmpty() ? "" : ", ";
    return new ExpectedInput(lengths + both + because, this::tokens);
  }

  /**
   * Tokens of input.
   *
   * @param model the base model id; empty if it is not known
   */
  public long tokens(String model) {
    return new Reckoning(prompt, model).tokens();
  }

  /** One reckoning for one model. */
  private static final class Reckoning {
    private final TextShape text = new TextShape();
    private final TokenFamily family;
    private final MediaTokens media;
    private long others;

    Reckoning(Prompt prompt, String model) {
      family = TokenFamily.of(model);
      media = new MediaTokens(model);
      prompt.system().forEach(this::add);
      for (Message message : prompt.messages()) {
        others += FRAME;
        message.content().forEach(this::add);
      }
      if (!prompt.tools().isEmpty()) {
        others += TOOLS_PREAMBLE;
      }
      for (Tool tool : prompt.tools()) {
        others += FRAME;
        text.add(tool.name()).add(tool.description()).add(tool.inputSchema().toString());
      }
    }

    long tokens() {
      return text.tokens(family) + others;
    }

    private void add(Content content) {
      if (content instanceof Content.Text words) {
        text.add(words.text());
      } else if (content instanceof Content.Reasoning thinking) {
        text.add(thinking.text());
      } else if (content instanceof Content.ToolUse use) {
        text.add(use.name()).add(use.input().toString());
      } else if (content instanceof Content.ToolResult result) {
        result.content().forEach(this::add);
      } else if (content instanceof Content.Image image) {
        others += media.image(image.media());
      } else if (content instanceof Content.Audio audio) {
        others += media.audio(audio.media());
      } else if (content instanceof Content.Video video) {
        others += media.video(video.media());
      } else if (content instanceof Content.Document document) {
        text.add(document.name());
        others += media.document(document.media());
      }
    }
  }
}
