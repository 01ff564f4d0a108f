package io.costaware.cli.prices;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Collects JSON objects, one a line. */
final class JsonLines {
  /** Writes the fields of one object. */
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  JsonLines() {
    try {
      json = new JsonFactoryBuilder().rootValueSeparator("\n").build().createGenerator(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void object(Fields fields) {
    try {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
    json.writeFieldName(name);
    json.writeString(value == null ? null : value.toString());
  }

  /** All lines, each ended by a line feed; empty if there is none. */
  String all() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.getBuffer().length() == 0 ? "" : text + "\n";
  }
}
