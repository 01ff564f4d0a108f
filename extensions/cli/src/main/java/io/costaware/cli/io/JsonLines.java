package io.costaware.cli.io;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects JSON objects, one a line.
 *
 * <p>For use by one thread.
 */
public final class JsonLines {
  /**
   * Writes the fields of one object.
   *
   * <p>For use by one thread.
   */
  public interface Fields {
    /** Writes all fields, and neither begins nor ends the object. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  /** No line yet. */
  public JsonLines() {
    try {
      json = new JsonFactoryBuilder().rootValueSeparator("\n").build().createGenerator(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an object. */
  public void object(Fields fields) {
    try {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a field with the text of a value; null stays null. */
  public static void text(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value == null ? null : value.toString());
  }

  /** All lines, each ended by a line feed; empty if there is none. */
  public String all() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.getBuffer().length() == 0 ? "" : text + "\n";
  }
}
