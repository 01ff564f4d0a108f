package io.costaware.config;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file says. It is taken whole, or refused whole with every fault.
 *
 * <pre>{@code
 * budgets:
 *   - name: support
 *     where: {team: support}
 *     limit: {amount: "10000", currency: USD}
 *     window: {per: month, zone: Europe/Berlin}
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Configuration {
  /** The largest file, in bytes. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String origin;
  private final List<Budget> budgets;

  private Configuration(String origin, List<Budget> budgets) {
    this.origin = origin;
    this.budgets = List.copyOf(budgets);
  }

  /**
   * Reads a file and checks all of it.
   *
   * @param file in UTF-8; JSON if it ends in {@code .json}, YAML if in {@code .yaml} or {@code
   *     .yml}
   * @throws ConfigurationException if it cannot be read, or anything in it is wrong; the message
   *     lists every fault
   */
  public static Configuration read(Path file) {
    String name = file.toString();
    SettingFormat format = SettingFormat.of(name);
    return read(name, format, bytes(file));
  }

  /**
   * Reads what a file holds and checks all of it.
   *
   * @param fileName what the file is called; its end says the format
   * @param content in UTF-8
   * @throws ConfigurationException if anything in it is wrong; the message lists every fault
   */
  public static Configuration read(String fileName, byte[] content) {
    return read(fileName, SettingFormat.of(requireNonNull(fileName, "fileName")), content);
  }

  static Configuration read(String fileName, SettingFormat format, byte[] content) {
    Faults faults = new Faults();
    List<Budget> budgets = List.of();
    try {
      Setting whole = SettingTree.read(format, text(fileName, content), faults);
      if (whole != null) {
        budgets = sections(whole, faults);
      }
    } catch (IOException e) {
      throw refusal(fileName, "it cannot be read: " + e.getMessage(), e);
    }
    if (!faults.found().isEmpty()) {
      throw new ConfigurationException(fileName, faults.found(), null);
    }
    return new Configuration(fileName, budgets);
  }

  private static List<Budget> sections(Setting whole, Faults faults) {
    Fields fields = new SettingValues(faults).fields(whole, List.of("budgets"));
    Setting section =
        fields == null ? null : fields.needed("budgets", "write a list of budgets, [] for none");
    return section == null ? List.of() : new BudgetsReader(faults).read(section);
  }

  /**
   * The bytes of a file.
   *
   * @throws ConfigurationException if it cannot be read, or is larger than {@link #MAX_BYTES}
   */
  static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw refusal(
            file.toString(), "it has more than " + MAX_BYTES + " bytes; make it smaller", null);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw refusal(file.toString(), "there is no such file; create it or correct the path", e);
    } catch (IOException e) {
      throw refusal(file.toString(), "it cannot be read: " + e + "; make it a readable file", e);
    }
  }

  private static String text(String fileName, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refusal(fileName, "it is not written in UTF-8; save it as UTF-8", e);
    }
  }

  private static ConfigurationException refusal(
      String fileName, String what, @Nullable Throwable cause) {
    return new ConfigurationException(fileName, List.of(what), cause);
  }

  /** What the file is called. */
  public String origin() {
    return origin;
  }

  /** The budgets, in the order of the file; each has a limit and a window. */
  public List<Budget> budgets() {
    return budgets;
  }
}
