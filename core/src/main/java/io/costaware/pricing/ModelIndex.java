package io.costaware.pricing;

import io.costaware.target.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A sheet in memory of which only the places of the models are known; each is read when it is asked
 * for, so that a process that calls three models does not wait for four hundred.
 *
 * <p>For the bundled sheet, which the build has checked whole: what is wrong with a model shows
 * only when that model is asked for. The text is JSON as any sheet; the index finds its way by
 * braces, brackets and quotes alone.
 *
 * <p>Safe for use by many threads.
 */
final class ModelIndex implements ModelSource {
  private static final int IN_SHEET = 1;
  private static final int IN_MODELS = 2;
  private static final int IN_MODEL = 3;

  private record Place(int start, int end) {}

  private record Name(Provider provider, String model) {}

  private final String origin;
  private final byte[] json;
  private final SheetHeader header;
  private final Map<Name, Place> places = new LinkedHashMap<>();
  private final ConcurrentHashMap<Name, SheetModel> read = new ConcurrentHashMap<>();
  private int modelsStart = -1;
  private int modelsEnd = -1;

  private ModelIndex(String origin, byte[] json) throws IOException {
    this.origin = origin;
    this.json = json;
    index();
    if (modelsEnd < 0) {
      throw new PriceSheetException(origin, List.of("models are missing or damaged"));
    }
    header =
        SheetReader.readHeader(
            origin,
            new SequenceInputStream(
                new ByteArrayInputStream(json, 0, modelsStart),
                new ByteArrayInputStream(json, modelsEnd, json.length - modelsEnd)));
  }

  /** A sheet whose models are read when they are asked for. */
  static PriceSheet sheet(String origin, byte[] json) throws IOException {
    ModelIndex index = new ModelIndex(origin, json);
    return new PriceSheet(index.header, index);
  }

  private void index() {
    int depth = 0;
    int start = -1;
    String key = "";
    String provider = "";
    String model = "";
    boolean inModels = false;
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '"' -> {
          int end = endOfString(i + 1);
          // Most strings are prices; only names are worth making.
          if (depth == IN_SHEET) {
            key = text(i + 1, end);
          } else if (depth == IN_MODEL && inModels && (model.isEmpty() || provider.isEmpty())) {
            String text = text(i + 1, end);
            if (key.equals("provider") && provider.isEmpty()) {
              provider = text;
            } else if (key.equals("model")) {
              model = text;
            }
            key = text;
          }
          i = end;
        }
        case '{', '[' -> {
          depth++;
          if (depth == IN_MODELS && json[i] == '[' && key.equals("models")) {
            inModels = true;
            modelsStart = i + 1;
          } else if (depth == IN_MODEL && inModels) {
            start = i;
            key = "";
            provider = "";
            model = "";
          }
        }
        case '}', ']' -> {
          if (depth == IN_MODEL && inModels) {
            places.put(name(provider, model), new Place(start, i + 1));
          } else if (depth == IN_MODELS && inModels) {
            inModels = false;
            modelsEnd = i;
          }
          depth--;
        }
        default -> {
          // Commas, colons, numbers and white space say nothing about places.
        }
      }
    }
  }

  private Name name(String provider, String model) {
    try {
      return new Name(Provider.of(provider), model);
    } catch (IllegalArgumentException e) {
      throw new PriceSheetException(origin, List.of(String.valueOf(e.getMessage())));
    }
  }

  private int endOfString(int from) {
    int i = from;
    while (i < json.length && json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private String text(int from, int to) {
    return new String(json, from, Math.min(to, json.length) - from, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable SheetModel find(Provider provider, String model) {
    Name name = new Name(provider, model);
    Place place = places.get(name);
    return place == null ? null : read.computeIfAbsent(name, asked -> read(asked, place));
  }

  private SheetModel read(Name name, Place place) {
    String entry = origin + " (" + name.provider.id() + ":" + name.model + ")";
    try {
      return SheetReader.readModel(
          entry, new ByteArrayInputStream(json, place.start, place.end - place.start), header);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  @Override
  public List<SheetModel> all() {
    List<SheetModel> all = new ArrayList<>(places.size());
    places.forEach(
        (name, place) -> all.add(read.computeIfAbsent(name, asked -> read(asked, place))));
    return all;
  }
}
