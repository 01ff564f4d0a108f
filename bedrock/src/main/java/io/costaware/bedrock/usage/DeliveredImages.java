package io.costaware.bedrock.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.BitSet;

/** Counts the images that came: one that a filter took away has a reason in its place. */
final class DeliveredImages {
  private static final String SUCCESS = "SUCCESS";

  private final BitSet came = new BitSet();
  private final BitSet filtered = new BitSet();
  private boolean told;
  private int places;
  private int reasons;
  private long more;

  /** An array of images in Base64, or how many there were. */
  void readImages(JsonParser parser, NumberReader numbers) throws IOException {
    told = true;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      more += numbers.elements("images");
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean empty =
          parser.currentToken() == JsonToken.VALUE_NULL
              || (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0);
      came.set(places++, !empty);
      parser.skipChildren();
    }
  }

  /** The older form of Stability AI: objects that say themselves how they ended. */
  void readArtifacts(JsonParser parser) throws IOException {
    told = true;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean success = parser.currentToken() == JsonToken.START_OBJECT;
      while (success && parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean reason = parser.currentName().equals("finishReason");
        JsonToken value = parser.nextToken();
        if (reason && value == JsonToken.VALUE_STRING && !parser.getText().equals(SUCCESS)) {
          filtered.set(places);
        }
        parser.skipChildren();
      }
      if (!success) {
        parser.skipChildren();
      }
      came.set(places++, success);
      reasons = places;
    }
  }

  void readReasons(JsonParser parser) throws IOException {
    told = true;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean success =
          parser.currentToken() == JsonToken.VALUE_NULL
              || (parser.currentToken() == JsonToken.VALUE_STRING
                  && parser.getText().equals(SUCCESS));
      filtered.set(reasons++, !success);
      parser.skipChildren();
    }
  }

  void putInto(NumberReader numbers) {
    if (!told) {
      return;
    }
    // Where the images themselves are left out, the reasons tell how many there were.
    long count = places == 0 && more == 0 ? reasons - filtered.cardinality() : more;
    // Fewer images than reasons: the filtered ones are left out already.
    boolean paired = places == reasons;
    for (int i = came.nextSetBit(0); i >= 0; i = came.nextSetBit(i + 1)) {
      if (!paired || !filtered.get(i)) {
        count++;
      }
    }
    numbers.put("images", count);
  }
}
