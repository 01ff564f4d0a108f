package io.costaware.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every model that has a price is found under each of the names that lead to it. */
class ListedModelsTest {
  private static final Map<String, RoutingScope> PREFIXES = prefixes();

  private static Map<String, RoutingScope> prefixes() {
    Map<String, RoutingScope> prefixes = new LinkedHashMap<>();
    prefixes.put("", RoutingScope.IN_REGION);
    for (String geography : List.of("us", "eu", "apac", "jp", "au", "in", "us-gov", "ca")) {
      prefixes.put(geography + ".", RoutingScope.geo(geography));
    }
    prefixes.put("ap.", RoutingScope.geo("apac"));
    prefixes.put("global.", RoutingScope.GLOBAL);
    return prefixes;
  }

  private static Set<String> listed(String table) {
    try (Stream<String> rows = Files.lines(Path.of("src", "prices", table + ".csv"))) {
      Set<String> models =
          rows.skip(1)
              .map(row -> row.substring(0, row.indexOf(',')))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(models).hasSizeGreaterThan(100);
      return models;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leads(
      Provider provider, String name, @Nullable String place, String model, RoutingScope scope) {
    assertThat(ModelNames.aim(new ModelId(provider, name), place))
        .as(name)
        .isEqualTo(new Aim.Priceable(new Target(provider, model, scope, place)));
  }

  @Test
  void P4_everyListedBedrockModelIsFoundByItsIdItsProfilesAndItsArns() {
    for (String model : listed("bedrock")) {
      PREFIXES.forEach(
          (prefix, scope) -> {
            String id = prefix + model;
            leads(Provider.BEDROCK, id, "us-east-1", model, scope);
            leads(Provider.BEDROCK, " " + id.toUpperCase(Locale.ROOT), null, model, scope);
            String profile = "arn:aws:bedrock:us-east-1:111122223333:inference-profile/" + id;
            leads(Provider.BEDROCK, profile, "us-east-1", model, scope);
          });
      leads(
          Provider.BEDROCK,
          "arn:aws:bedrock:eu-west-1::foundation-model/" + model,
          "eu-west-1",
          model,
          RoutingScope.IN_REGION);
      leads(
          Provider.BEDROCK,
          "arn:aws:bedrock:::foundation-model/" + model,
          null,
          model,
          RoutingScope.GLOBAL);
      if (model.matches(".*v\\d+:\\d+")) {
        leads(Provider.BEDROCK, model + ":200k", null, model, RoutingScope.IN_REGION);
      }
    }
  }

  @Test
  void P4_everyListedVertexModelIsFoundByItsIdAndItsPaths() {
    for (String model : listed("vertex")) {
      leads(Provider.VERTEX, model, null, model, RoutingScope.GLOBAL);
      leads(Provider.VERTEX, model, "us-east5", model, RoutingScope.NON_GLOBAL);
      leads(Provider.VERTEX, "models/" + model, "global", model, RoutingScope.GLOBAL);
      leads(
          Provider.VERTEX, "publishers/any/models/" + model, "eu", model, RoutingScope.NON_GLOBAL);
      leads(Provider.VERTEX, "any/" + model, null, model, RoutingScope.GLOBAL);
      leads(
          Provider.VERTEX,
          "projects/p/locations/us-east5/publishers/any/models/" + model,
          "us-east5",
          model,
          RoutingScope.NON_GLOBAL);
      if (model.indexOf('@') < 0) {
        leads(Provider.VERTEX, model + "@default", null, model, RoutingScope.GLOBAL);
      }
    }
  }

  @Test
  void noListedModelIsTakenForAnotherThatIsListed() {
    Map.of("bedrock", Provider.BEDROCK, "vertex", Provider.VERTEX)
        .forEach(
            (table, provider) -> {
              Set<String> models = listed(table);
              for (String model : models) {
                String found =
                    ModelSpellings.of(provider, model).stream()
                        .filter(models::contains)
                        .findFirst()
                        .orElse("none");
                assertThat(found).isEqualTo(model);
              }
            });
  }
}
