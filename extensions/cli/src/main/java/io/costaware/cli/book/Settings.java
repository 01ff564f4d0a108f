package io.costaware.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.models.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a configuration file says: aliases of models, and the sheets and overlays that prices come
 * from. Its form is described in {@code docs/recorded-calls.md}.
 *
 * <p>Immutable.
 *
 * @param aliases what stands for a model
 * @param sheets price sheets over the bundled one, the lowest first
 * @param overlays negotiated prices and discounts over all sheets
 */
public record Settings(ModelRegistry aliases, List<Path> sheets, List<Path> overlays) {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** Nothing is configured. */
  public static final Settings NONE = new Settings(ModelRegistry.none(), List.of(), List.of());

  /**
   * Reads a file; paths in it are relative to the directory it lies in.
   *
   * @throws CommandFailedException if it cannot be read, or anything in it is wrong
   */
  public static Settings read(Path file) {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw CommandFailedException.usage(
          "Configuration '" + file + "' is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw CommandFailedException.io("Configuration '" + file + "' cannot be read: " + e, e);
    }
    try {
      return read(json, file.toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(
          "Configuration '" + file + "' is wrong: " + e.getMessage(), e);
    }
  }

  private static Settings read(JsonNode json, Path file) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          "it is no JSON object; write {\"aliases\": {...}, \"prices\": [...], \"overlays\":"
              + " [...]}");
    }
    ModelRegistry.Builder aliases = ModelRegistry.builder();
    List<Path> sheets = new ArrayList<>();
    List<Path> overlays = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      switch (field.getKey()) {
        case "aliases" -> aliases(field.getValue(), aliases);
        case "prices" -> paths(field, file, sheets);
        case "overlays" -> paths(field, file, overlays);
        default ->
            throw new IllegalArgumentException(
                "it has a field '" + field.getKey() + "'; known are aliases, prices and overlays");
      }
    }
    return new Settings(aliases.build(), List.copyOf(sheets), List.copyOf(overlays));
  }

  private static void aliases(JsonNode json, ModelRegistry.Builder aliases) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          "'aliases' is no JSON object; write {\"sonnet\": \"bedrock:<model>\"}");
    }
    for (Map.Entry<String, JsonNode> alias : json.properties()) {
      if (!alias.getValue().isTextual()) {
        throw new IllegalArgumentException(
            "alias '" + alias.getKey() + "' stands for no text; write \"bedrock:<model>\"");
      }
      aliases.alias(alias.getKey(), alias.getValue().textValue());
    }
  }

  private static void paths(Map.Entry<String, JsonNode> field, Path file, List<Path> paths) {
    if (!field.getValue().isArray()) {
      throw new IllegalArgumentException(
          "'" + field.getKey() + "' is no list; write [\"<file>\", ...]");
    }
    for (JsonNode path : field.getValue()) {
      if (!path.isTextual()) {
        throw new IllegalArgumentException("'" + field.getKey() + "' holds what is no file name");
      }
      paths.add(file.resolveSibling(path.textValue()));
    }
  }
}
