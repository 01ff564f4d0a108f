package io.costaware.cli.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A log that is one JSON document: an array of records, or what the command line of AWS prints of
 * CloudWatch Logs. It is read element by element, however long it is.
 */
final class LogDocument implements LogValues {
  /** The names under which a document keeps its records. */
  private static final Set<String> LISTS = Set.of("events", "logEvents", "Records", "records");

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonParser parser;
  private boolean broken;

  LogDocument(InputStream in) throws IOException {
    parser = mapper.createParser(in);
  }

  @Override
  public @Nullable Value next() throws IOException {
    try {
      return broken ? null : element();
    } catch (JsonProcessingException e) {
      // Nothing after a fault can be told apart from it.
      broken = true;
      return new Value(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), null);
    }
  }

  private @Nullable Value element() throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        Value value = object(parser.currentTokenLocation().getLineNr());
        if (value != null) {
          return value;
        }
      } else if (token == JsonToken.FIELD_NAME) {
        parser.nextToken();
        parser.skipChildren();
      }
    }
    return null;
  }

  /** An element; null if the object is what keeps the list of them, which is then entered. */
  private @Nullable Value object(long line) throws IOException {
    ObjectNode fields = mapper.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && LISTS.contains(name)) {
        return null;
      }
      fields.set(name, mapper.readTree(parser));
    }
    return new Value(line, fields);
  }
}
