package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Frames of {@code application/vnd.amazon.eventstream}: a prelude of two lengths with its checksum,
 * headers, payload, and a checksum over all of it.
 */
final class EventStream {

  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private static final int STRING_HEADER = 7;
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;

  private EventStream() {}

  static byte[] event(String type, JsonNode payload) {
    return frame("event", ":event-type", type, Json.bytes(payload));
  }

  static byte[] exception(String type, JsonNode payload) {
    return frame("exception", ":exception-type", type, Json.bytes(payload));
  }

  private static byte[] frame(String message, String typeHeader, String type, byte[] payload) {
    byte[] headers = headers(message, typeHeader, type);
    int length = PRELUDE + headers.length + payload.length + CHECKSUM;
    ByteBuffer frame = ByteBuffer.allocate(length);
    frame.putInt(length).putInt(headers.length);
    frame.putInt(checksum(frame));
    frame.put(headers).put(payload);
    frame.putInt(checksum(frame));
    return frame.array();
  }

  private static byte[] headers(String message, String typeHeader, String type) {
    var headers = new ByteArrayOutputStream(96);
    header(headers, typeHeader, type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", message);
    return headers.toByteArray();
  }

  private static void header(ByteArrayOutputStream headers, String name, String value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    headers.write(nameBytes.length);
    headers.writeBytes(nameBytes);
    headers.write(STRING_HEADER);
    headers.write(valueBytes.length >>> 8);
    headers.write(valueBytes.length);
    headers.writeBytes(valueBytes);
  }

  private static int checksum(ByteBuffer written) {
    var crc = new CRC32();
    crc.update(written.duplicate().flip());
    return (int) crc.getValue();
  }
}
