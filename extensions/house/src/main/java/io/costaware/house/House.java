package io.costaware.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plan of one module: a base package and the storey of each package below it.
 *
 * <p>A package may use packages of strictly lower storeys. This leaves no room for a cycle, so no
 * rule of its own looks for one. The base package is the roof: it may use all, and nothing uses it.
 *
 * <p>Immutable.
 */
public final class House {
  private static final int ROOF = Integer.MAX_VALUE;

  private final String base;
  private final Map<String, Integer> storeys;
  private final Set<String> exact;

  private House(String base, Map<String, Integer> storeys, Set<String> exact) {
    this.base = base;
    this.storeys = Map.copyOf(storeys);
    this.exact = Set.copyOf(exact);
  }

  /** A house that has only its roof, the given base package. */
  public static House of(String base) {
    return new House(base, Map.of(base, ROOF), Set.of());
  }

  /** This house with the named packages, relative to the base, on the given storey. */
  public House storey(int number, String... packages) {
    Map<String, Integer> more = new HashMap<>(storeys);
    for (String name : packages) {
      if (more.put(base + "." + name, number) != null) {
        throw new IllegalArgumentException("Package '" + name + "' stands on two storeys");
      }
    }
    return new House(base, more, exact);
  }

  /** This house with the named packages, relative to the base, free of floating point. */
  public House exact(String... packages) {
    Set<String> more = new HashSet<>(exact);
    for (String name : packages) {
      more.add(base + "." + name);
    }
    return new House(base, storeys, more);
  }

  boolean isRoof(String packageName) {
    return packageName.equals(base);
  }

  DescribedPredicate<JavaClass> exactPackages() {
    return DescribedPredicate.describe(
        "stand in an exact package", type -> exact.contains(type.getPackageName()));
  }

  ArchCondition<JavaClass> useOnlyLowerStoreys() {
    return new ArchCondition<>("stand on a known storey and use only lower ones") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        complaints(type).forEach(c -> events.add(SimpleConditionEvent.violated(type, c)));
      }
    };
  }

  private List<String> complaints(JavaClass type) {
    Integer own = storeys.get(type.getPackageName());
    if (own == null) {
      return List.of(
          "%s: package %s has no storey; add it to HouseTest"
              .formatted(type.getName(), type.getPackageName()));
    }
    return type.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> !samePackage(type, dependency) && inside(dependency))
        .filter(dependency -> storeyOf(dependency) >= own)
        .map(dependency -> "storey %d looks up: %s".formatted(own, dependency.getDescription()))
        .toList();
  }

  private static boolean samePackage(JavaClass type, Dependency dependency) {
    return type.getPackageName().equals(targetPackage(dependency));
  }

  private boolean inside(Dependency dependency) {
    String target = targetPackage(dependency);
    return target.equals(base) || target.startsWith(base + ".");
  }

  private int storeyOf(Dependency dependency) {
    return storeys.getOrDefault(targetPackage(dependency), ROOF);
  }

  private static String targetPackage(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType().getPackageName();
  }
}
